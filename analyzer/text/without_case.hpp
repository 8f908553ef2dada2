// Names in which small and capital letters of ASCII are the same.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace dockcheck {

constexpr char small_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// The text with the capital letters of ASCII made small.
inline std::string lower_case(std::string_view text) {
    std::string result(text);
    for (auto& c : result) c = small_letter(c);
    return result;
}

/// Below, at or above zero, as std::string_view::compare.
constexpr int compare_without_case(std::string_view a, std::string_view b) {
    auto const size = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < size; ++i) {
        auto const left = static_cast<unsigned char>(small_letter(a[i]));
        auto const right = static_cast<unsigned char>(small_letter(b[i]));
        if (left != right) return left < right ? -1 : 1;
    }
    if (a.size() == b.size()) return 0;
    return a.size() < b.size() ? -1 : 1;
}

constexpr bool equal_without_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && compare_without_case(a, b) == 0;
}

constexpr bool ends_without_case(std::string_view text, std::string_view end) {
    return text.size() >= end.size()
           && equal_without_case(text.substr(text.size() - end.size()), end);
}

}  // namespace dockcheck
