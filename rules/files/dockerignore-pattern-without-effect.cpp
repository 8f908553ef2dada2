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
/// Each line is compared with all others.
constexpr std::size_t most_lines = 500;

/// The lines of an ignore file, and the files they are about: those are listed when a line is found
/// that may say nothing, which lines of most ignore files cannot.
class Lines {
 public:
    Lines(context::IgnoreFile const& file, context::Context const& context)
        : file_(file), context_(context) {}

    /// A later `!` line that takes in again all files of a pattern, those to come included, or
    /// nullptr.
    [[nodiscard]] IgnorePattern const* undone_by(IgnorePattern const& pattern) {
        // What the pattern says is taken as a path: `*.log` is covered by `!*`, not by `!keep.log`.
        auto const covers = [&](IgnorePattern const& later) {
            return &later > &pattern && later.negated && file_.pattern_matches(later, pattern.text);
        };
        if (std::ranges::none_of(file_.patterns(), covers)) return nullptr;
        IgnorePattern const* last = nullptr;
        for (auto const& path : paths()) {
            if (!file_.pattern_matches(pattern, path)) continue;
            auto const verdict = file_.verdict(path);
            if (verdict.excluded || verdict.last == nullptr || verdict.last < &pattern)
                return nullptr;
            last = verdict.last;
        }
        return last != nullptr && covers(*last) ? last : nullptr;
    }

    /// True when a `!` line matches files and no line above it leaves one of them, or one to come,
    /// out.
    [[nodiscard]] bool has_nothing_to_restore(IgnorePattern const& pattern) {
        auto const& patterns = file_.patterns();
        auto const leaves_out = [&](IgnorePattern const& above) {
            return &above < &pattern && !above.negated
                   && file_.pattern_matches(above, pattern.text);
        };
        if (std::ranges::any_of(patterns, leaves_out)) return false;
        bool found = false;
        for (auto const& path : paths()) {
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
    /// All files of the context, or none where it has more than are looked at.
    std::vector<std::string> const& paths() {
        if (!is_listed_) {
            is_listed_ = true;
            paths_ = context_.all_files(most_files);
            if (paths_.size() == most_files) paths_.clear();
        }
        return paths_;
    }

    context::IgnoreFile const& file_;
    context::Context const& context_;
    bool is_listed_ = false;
    std::vector<std::string> paths_;
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
    Lines lines(*file, *context);
    bool const are_few = file->patterns().size() <= most_lines;
    for (auto const& pattern : file->patterns()) {
        Place const place{&file->source(), pattern.span};
        if (has_comment(pattern)) {
            pass.report(place, comment, place.text());
        } else if (!are_few) {
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
