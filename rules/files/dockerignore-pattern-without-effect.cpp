// Finds lines of an ignore file that other lines make useless.
#include "rules/files/dockerignore-pattern-without-effect.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::dockerignore_pattern_without_effect {
namespace {

using context::IgnorePattern;

/// Enough to tell for most projects; in larger ones nothing is said.
constexpr std::size_t most_files = 20'000;

class Lines {
 public:
    Lines(context::IgnoreFile const& file, std::vector<std::string> const& paths)
        : file_(file), paths_(paths) {}

    /// A later `!` line that takes in again all files of a pattern, those to come included, or
    /// nullptr.
    [[nodiscard]] IgnorePattern const* undone_by(IgnorePattern const& pattern) const {
        IgnorePattern const* last = nullptr;
        for (auto const& path : paths_) {
            if (!file_.pattern_matches(pattern, path)) continue;
            auto const verdict = file_.verdict(path);
            if (verdict.excluded || verdict.last == nullptr || verdict.last < &pattern)
                return nullptr;
            last = verdict.last;
        }
        // What the pattern says is taken as a path: `*.log` is covered by `!*`, not by `!keep.log`.
        return last != nullptr && file_.pattern_matches(*last, pattern.text) ? last : nullptr;
    }

    /// True when a `!` line matches files and no line above it leaves one of them, or one to come,
    /// out.
    [[nodiscard]] bool has_nothing_to_restore(IgnorePattern const& pattern) const {
        auto const& patterns = file_.patterns();
        bool found = false;
        for (auto const& path : paths_) {
            if (!file_.pattern_matches(pattern, path)) continue;
            found = true;
            bool const is_one_file = path == pattern.text;
            for (auto const* above = patterns.data(); above != &pattern; ++above) {
                if (above->negated) continue;
                bool const may_leave_out = file_.pattern_matches(*above, path)
                                           || (!is_one_file
                                               && (above->text.find('*') != std::string::npos
                                                   || file_.pattern_matches(pattern, above->text)));
                if (may_leave_out) return false;
            }
        }
        return found;
    }

 private:
    context::IgnoreFile const& file_;
    std::vector<std::string> const& paths_;
};

/// A blank and a # behind a pattern.
bool has_comment(IgnorePattern const& pattern) {
    return pattern.text.find(" #") != std::string::npos
           || pattern.text.find("\t#") != std::string::npos;
}

void check(model::Build const& build, Pass& pass) {
    auto const* context = build.context();
    auto const* file = context != nullptr ? context->ignore_file() : nullptr;
    if (file == nullptr || file->is_malformed()) return;
    auto const paths = context->all_files(most_files);
    Lines const lines(*file, paths);
    bool const is_complete = !paths.empty() && paths.size() < most_files;
    for (auto const& pattern : file->patterns()) {
        Place const place{&file->source(), pattern.span};
        if (has_comment(pattern)) {
            pass.report(place, comment, place.text());
        } else if (!is_complete) {
            continue;
        } else if (pattern.negated) {
            if (lines.has_nothing_to_restore(pattern)) {
                pass.report(place, nothing_to_restore, place.text());
            }
        } else if (auto const* later = lines.undone_by(pattern)) {
            Place const other{&file->source(), later->span};
            pass.report(place, undone, place.text(), other.text()).related(other, "undone here");
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::dockerignore_pattern_without_effect
