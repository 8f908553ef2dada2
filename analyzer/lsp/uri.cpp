// Percent-decoding.
#include "analyzer/lsp/uri.hpp"

#include <utility>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::lsp {
namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    auto const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const high = text[i] == '%' && i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        auto const low = high < 0 ? -1 : digit_of(text[i + 2]);
        if (low < 0) {
            result += text[i];
        } else {
            result += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return result;
}

/// `/c:/work` is `c:/work` on Windows, and `server/share` a folder of another machine.
std::string on_windows(std::string path) {
    if (!path.empty() && path.front() != '/') return "//" + path;
    bool const begins_with_drive = path.size() > 2 && path[2] == ':';
    return begins_with_drive ? path.substr(1) : path;
}

}  // namespace

std::string path_of_uri(std::string_view uri, system::PathStyle style) {
    constexpr std::string_view scheme = "file://";
    if (!equal_without_case(uri.substr(0, scheme.size()), scheme)) return {};
    uri.remove_prefix(scheme.size());
    uri = uri.substr(0, uri.find_first_of("?#"));
    constexpr std::string_view this_machine = "localhost";
    if (uri.starts_with(this_machine)) uri.remove_prefix(this_machine.size());
    auto path = decoded(uri);
    if (style == system::PathStyle::windows) path = on_windows(std::move(path));
    // A path of another machine, or one that no system has.
    if (!system::is_absolute(path, style) || path.find('\0') != std::string::npos) return {};
    return system::joined({}, path, style);
}

}  // namespace dockcheck::lsp
