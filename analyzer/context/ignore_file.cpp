// Reading of ignore files and the walk's way of applying their patterns.
#include "analyzer/context/ignore_file.hpp"

#include <algorithm>
#include <deque>

#include "analyzer/context/ignore_pattern.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::context {
namespace {

/// A line of this many bytes overflows the reader's buffer.
constexpr std::size_t longest_line = std::size_t{64} * 1024;
/// No file system has longer paths; keeps time bounded on any question.
constexpr std::size_t longest_asked_path = 4096;

/// A line as the list of patterns holds it: trimmed, cleaned, one leading `/` removed; the `!`
/// stays in front.
std::string listed_pattern(std::string_view written) {
    bool const negated = written.starts_with('!');
    if (negated) written = trim_unicode_space(written.substr(1));
    std::string pattern;
    if (!written.empty()) {
        pattern = clean_path(written);
        if (pattern.size() > 1 && pattern.front() == '/') pattern.erase(0, 1);
    }
    return negated ? '!' + pattern : pattern;
}

/// Up to where a negated pattern is literal, when only a trailing wildcard is behind it.
std::string_view without_trailing_glob(std::string_view pattern) {
    for (std::string_view const glob : {"/**", "/*"}) {
        if (pattern.ends_with(glob)) pattern.remove_suffix(glob.size());
    }
    return pattern;
}

}  // namespace

struct IgnoreFile::Implementation {
    Source const* source = nullptr;
    std::vector<IgnorePattern> patterns;
    std::deque<IgnoreMatcher> matchers;  // beside patterns; a deque since they do not move
    bool has_negation = false;
    bool negations_are_prefixes = true;
    std::optional<Span> malformed;

    void read(std::string_view text);
    void add(std::string_view written, Span span);
    [[nodiscard]] bool a_negation_may_lie_below(std::string_view folder) const;
    void decide(std::string_view path, IgnoreState const& folder, IgnoreState& state,
                IgnoreVerdict& verdict) const;
    [[nodiscard]] IgnoreMatcher::Answer path_or_parent(std::size_t pattern,
                                                       std::string_view path) const;
};

void IgnoreFile::Implementation::read(std::string_view text) {
    std::size_t line = 0;
    while (line < text.size() && !malformed) {
        auto const newline = std::min(text.find('\n', line), text.size());
        auto written = text.substr(line, newline - line);
        auto const begin = static_cast<std::uint32_t>(line);
        bool const is_first = line == 0;
        line = newline + 1;
        if (written.size() >= longest_line) {
            malformed = Span{begin, begin + static_cast<std::uint32_t>(written.size())};
            return;
        }
        if (is_first && written.starts_with("\xEF\xBB\xBF")) written.remove_prefix(3);
        if (written.starts_with('#')) continue;
        written = trim_unicode_space(written);
        if (written.empty()) continue;
        auto const from = static_cast<std::uint32_t>(written.data() - text.data());
        add(written, {from, from + static_cast<std::uint32_t>(written.size())});
    }
}

/// The list is read anew when it is used, so that what a first cleaning uncovers ("./!a", "/ a")
/// counts.
void IgnoreFile::Implementation::add(std::string_view written, Span span) {
    auto const listed = listed_pattern(written);
    auto const trimmed = trim_unicode_space(listed);
    if (trimmed.empty()) return;
    auto text = clean_path(trimmed);
    bool const negated = text.front() == '!';
    if (negated) text.erase(0, 1);
    if (text.empty() || glob_match(text, ".") == GlobMatch::malformed) {
        malformed = span;
        return;
    }
    if (negated) {
        has_negation = true;
        if (without_trailing_glob(text).find_first_of("*[]?^\\") != std::string_view::npos)
            negations_are_prefixes = false;
    }
    matchers.emplace_back(text);
    patterns.push_back({std::move(text), negated, span});
}

bool IgnoreFile::Implementation::a_negation_may_lie_below(std::string_view folder) const {
    if (!negations_are_prefixes) return true;
    return std::ranges::any_of(patterns, [&](auto const& pattern) {
        if (!pattern.negated) return false;
        auto const place = without_trailing_glob(pattern.text);
        return place == folder
               || (place.size() > folder.size() && place.starts_with(folder)
                   && place[folder.size()] == '/');
    });
}

/// One step of the walk: what each pattern says about a path whose folder's answers are known.
void IgnoreFile::Implementation::decide(std::string_view path, IgnoreState const& folder,
                                        IgnoreState& state, IgnoreVerdict& verdict) const {
    state.matched.assign(patterns.size(), false);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        bool match = !folder.matched.empty() && folder.matched[i];
        if (!match) {
            // Only what could change the verdict is tried, and an untried pattern stays unmatched
            // for all that lies below.
            if (patterns[i].negated != verdict.excluded) continue;
            auto const answer = matchers[i].match(path);
            if (answer == IgnoreMatcher::Answer::invalid) {
                verdict = {false, true, &patterns[i]};
                return;
            }
            match = answer == IgnoreMatcher::Answer::yes;
        }
        state.matched[i] = match;
        if (!match) continue;
        verdict.excluded = !patterns[i].negated;
        verdict.last = &patterns[i];
    }
}

IgnoreMatcher::Answer IgnoreFile::Implementation::path_or_parent(std::size_t pattern,
                                                                 std::string_view path) const {
    auto const answer = matchers[pattern].match(path);
    if (answer != IgnoreMatcher::Answer::no) return answer;
    for (auto slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
        if (matchers[pattern].match(path.substr(0, slash)) == IgnoreMatcher::Answer::yes)
            return IgnoreMatcher::Answer::yes;
    }
    // The parent of "/name" is "/".
    if (path.rfind('/') == 0 && path.size() > 1) return matchers[pattern].match("/");
    return answer;
}

IgnoreFile::IgnoreFile(Source const& source) : implementation_(std::make_unique<Implementation>()) {
    implementation_->source = &source;
    implementation_->read(source.bytes());
}

IgnoreFile::~IgnoreFile() = default;

Source const& IgnoreFile::source() const { return *implementation_->source; }
std::vector<IgnorePattern> const& IgnoreFile::patterns() const { return implementation_->patterns; }
bool IgnoreFile::has_negation() const { return implementation_->has_negation; }
bool IgnoreFile::is_malformed() const { return malformed().has_value(); }

std::optional<Span> IgnoreFile::malformed() const {
    auto const& self = *implementation_;
    if (self.malformed || self.patterns.empty() || self.patterns.front().negated)
        return self.malformed;
    // The first pattern is tried for every path.
    if (self.matchers.front().match(".") == IgnoreMatcher::Answer::invalid)
        return self.patterns.front().span;
    return std::nullopt;
}

IgnoreVerdict IgnoreFile::verdict(std::string_view path) const {
    if (path.size() > longest_asked_path) return {};
    IgnoreState folder;
    for (auto slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
        IgnoreState state;
        auto const above = verdict(path.substr(0, slash), folder, &state);
        if (above.fails || state.closed) return above;
        folder = std::move(state);
    }
    return verdict(path, folder, nullptr);
}

IgnoreVerdict IgnoreFile::verdict(std::string_view path, IgnoreState const& folder,
                                  IgnoreState* state) const {
    auto const& self = *implementation_;
    IgnoreVerdict result;
    if (self.malformed || path.empty()) return result;
    IgnoreState own;
    if (folder.closed) {
        result = {true, false, folder.last};
        own = folder;
    } else {
        self.decide(path, folder, own, result);
        own.last = result.last;
        own.closed = result.excluded && !self.a_negation_may_lie_below(path);
    }
    if (state != nullptr) *state = std::move(own);
    return result;
}

bool IgnoreFile::matches_or_parent_matches(std::string_view path) const {
    auto const& self = *implementation_;
    bool matched = false;
    if (self.malformed || path.size() > longest_asked_path) return matched;
    for (std::size_t i = 0; i < self.patterns.size(); ++i) {
        if (self.patterns[i].negated != matched) continue;
        auto const answer = self.path_or_parent(i, path);
        if (answer == IgnoreMatcher::Answer::invalid) return false;
        if (answer == IgnoreMatcher::Answer::yes) matched = !self.patterns[i].negated;
    }
    return matched;
}

bool IgnoreFile::pattern_matches(IgnorePattern const& pattern, std::string_view path) const {
    auto const& self = *implementation_;
    auto const index = static_cast<std::size_t>(&pattern - self.patterns.data());
    return self.path_or_parent(index, path) == IgnoreMatcher::Answer::yes;
}

}  // namespace dockcheck::context
