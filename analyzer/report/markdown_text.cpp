// Escaping for GitHub's Markdown.
#include "analyzer/report/markdown_text.hpp"

#include "analyzer/report/visible.hpp"

namespace dockcheck {

std::string markdown_text(std::string_view text) {
    constexpr std::string_view special = "\\`*_[]#|~$";
    std::string result;
    for (auto const c : visible(text)) {
        if (c == '<') {
            result += "&lt;";
        } else if (c == '&') {
            result += "&amp;";
        } else {
            if (special.find(c) != std::string_view::npos) result += '\\';
            result += c;
        }
    }
    return result;
}

std::string markdown_code(std::string_view text) {
    auto const shown = visible(text);
    std::string fence = "`";
    while (shown.find(fence) != std::string::npos) fence += '`';
    // A cell ends at a bar even within a code span, unless it is escaped.
    std::string result;
    for (auto const c : shown) {
        if (c == '|') result += '\\';
        result += c;
    }
    bool const is_fenced_off = fence.size() > 1;
    return fence + (is_fenced_off ? " " : "") + result + (is_fenced_off ? " " : "") + fence;
}

}  // namespace dockcheck
