// Only the first bytes that are not blank decide, so that a Dockerfile is told after one of them.
#include "analyzer/image/looks_like_image.hpp"

#include <algorithm>

namespace dockcheck::image {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view json_blanks = " \t\r\n";

/// An object or a list: a bracket, and behind it what may follow one. `{{`, with which templates
/// begin, is none.
bool looks_like_json(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF"sv)) text.remove_prefix(3);
    auto const begin = text.find_first_not_of(json_blanks);
    if (begin == text.npos || (text[begin] != '{' && text[begin] != '[')) return false;
    auto const next = text.find_first_not_of(json_blanks, begin + 1);
    if (next == text.npos) return true;
    return text[begin] == '{' ? "\"}"sv.find(text[next]) != text.npos
                              : "{]\""sv.find(text[next]) != text.npos;
}

/// UTF-16, as the redirections of Windows PowerShell write it.
bool looks_like_wide_json(std::string_view text) {
    return text.starts_with("\xFF\xFE{\0"sv) || text.starts_with("\xFF\xFE[\0"sv)
           || text.starts_with("\xFE\xFF\0{"sv) || text.starts_with("\xFE\xFF\0["sv);
}

/// A tar header: no text has the zero bytes behind its name.
bool looks_like_tar(std::string_view text) {
    constexpr std::size_t name_size = 100;
    constexpr std::size_t magic = 257;
    if (text.size() < first_bytes_size) return false;
    auto const digits = text.substr(name_size, 7);  // of the mode
    return text.substr(magic, 5) == "ustar"sv
           || (text[0] != '\0' && text.find('\0') < magic
               && digits.find_first_not_of(" 01234567\0"sv) == digits.npos
               && digits.find_first_of("01234567"sv) != digits.npos);
}

}  // namespace

bool looks_like_image(std::string_view first_bytes) {
    if (first_bytes.starts_with("\x1F\x8B"sv) || first_bytes.starts_with("\x28\xB5\x2F\xFD"sv)) {
        return true;
    }
    return looks_like_json(first_bytes) || looks_like_tar(first_bytes)
           || looks_like_wide_json(first_bytes);
}

}  // namespace dockcheck::image
