// Percent-encoding.
#include "analyzer/report/uri.hpp"

#include <fmt/format.h>

namespace dockcheck {
namespace {

/// "unreserved" of RFC 3986, and the slash. A colon is not: in a first segment it would end a
/// scheme.
bool stands_for_itself(char c) {
    auto const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    auto const is_digit = c >= '0' && c <= '9';
    return is_letter || is_digit || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

}  // namespace

std::string uri_of_path(std::string_view path, system::PathStyle style) {
    std::string result;
    if (auto const root = system::root_size(path, style); root > 0) {
        bool const names_host = root > 1 && path.starts_with('/');
        bool const names_drive = !path.starts_with('/');
        result = names_host ? "file:" : names_drive ? "file:///" : "file://";
        if (names_drive) {  // whose colon is no part of a scheme
            result += path.substr(0, root);
            path.remove_prefix(root);
        }
    }
    for (auto const c : path) {
        if (stands_for_itself(c)) {
            result += c;
        } else {
            result += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
        }
    }
    return result;
}

}  // namespace dockcheck
