// What both kinds of files write alike.
#include "analyzer/compose/build_section.hpp"

namespace dockcheck::compose {

std::optional<std::string> without_variables(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '$') {
            bool const is_dollar = i + 1 < text.size() && text[i + 1] == '$';
            if (!is_dollar) return std::nullopt;
            ++i;
        }
        result += text[i];
    }
    return result;
}

bool is_remote_context(std::string_view context) {
    return context.find("://") != std::string_view::npos || context.starts_with("git@")
           || context.starts_with("github.com/") || context == "-";
}

}  // namespace dockcheck::compose
