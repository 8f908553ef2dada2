// See the header: matching with one point of return, the last star.
#include "analyzer/text/wildcard.hpp"

#include <algorithm>

namespace dockcheck {

bool matches_wildcard(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    // Most are told by an end.
    if (pattern.front() != '*' && !text.starts_with(pattern.front())) return false;
    if (pattern.back() != '*' && !text.ends_with(pattern.back())) return false;
    std::size_t at_text = 0;
    std::size_t at_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (at_text < text.size()) {
        if (at_pattern < pattern.size() && pattern[at_pattern] == '*') {
            star = at_pattern++;
            resume = at_text;
        } else if (at_pattern < pattern.size() && pattern[at_pattern] == text[at_text]) {
            ++at_pattern;
            ++at_text;
        } else if (star != std::string_view::npos) {
            at_pattern = star + 1;
            at_text = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at_pattern) == std::string_view::npos;
}

bool matches_any_wildcard(std::string_view text, std::span<std::string_view const> patterns) {
    return std::ranges::any_of(
        patterns, [&](std::string_view pattern) { return matches_wildcard(text, pattern); });
}

}  // namespace dockcheck
