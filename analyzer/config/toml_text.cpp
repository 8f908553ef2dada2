// Quoting.
#include "analyzer/config/toml_text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::config {

std::string toml_string(std::string_view text) {
    std::string result = "\"";
    for (char const c : to_valid_utf8(text)) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            result += fmt::format("\\u{:04X}", byte);
        } else {
            result += c;
        }
    }
    return result + "\"";
}

std::string toml_key(std::string_view key) {
    bool const is_bare = !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '-' || c == '_';
    });
    return is_bare ? std::string(key) : toml_string(key);
}

}  // namespace dockcheck::config
