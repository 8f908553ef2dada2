// Keywords are told apart by their length and two machine words.
#include "analyzer/syntax/dockerfile/keyword.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "analyzer/text/nearest.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::Keyword;

constexpr std::size_t longest_keyword = 11;

// Sets the bit that tells lower case from upper case in the lowest bytes.
constexpr std::uint64_t in_lower_case(std::uint64_t letters, std::size_t count) {
    return letters | (0x2020'2020'2020'2020U >> (64 - 8 * count));
}

// Up to eight letters as one number.
constexpr std::uint64_t packed(std::string_view letters) {
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < letters.size(); ++i)
        result |= std::uint64_t{static_cast<unsigned char>(letters[i])} << (8 * i);
    return in_lower_case(result, letters.size());
}

template <typename Number>
std::uint64_t load(char const* from) {
    Number number;
    std::memcpy(&number, from, sizeof number);
    return number;
}

// The same for the first bytes of a text of three or more, in two loads that may overlap.
std::uint64_t packed_head(std::string_view text) {
    auto const* const at = text.data();
    if (text.size() >= 8) return in_lower_case(load<std::uint64_t>(at), 8);
    std::uint64_t letters = 0;
    if (text.size() >= 4) {
        letters = load<std::uint32_t>(at)
                  | load<std::uint32_t>(at + text.size() - 4) << (8 * (text.size() - 4));
    } else {
        letters = load<std::uint16_t>(at) | load<std::uint8_t>(at + 2) << 16;
    }
    return in_lower_case(letters, text.size());
}
static_assert(std::endian::native == std::endian::little);

Keyword keyword_of_letters(std::string_view name) {
    auto const head = packed_head(name);
    auto const ends_with = [&](std::string_view rest) {
        return in_lower_case(load<std::uint32_t>(name.data() + name.size() - 4), 4) == packed(rest);
    };
    switch (name.size()) {
        case 3:
            if (head == packed("run")) return Keyword::run;
            if (head == packed("env")) return Keyword::env;
            if (head == packed("add")) return Keyword::add;
            if (head == packed("cmd")) return Keyword::cmd;
            if (head == packed("arg")) return Keyword::arg;
            break;
        case 4:
            if (head == packed("from")) return Keyword::from;
            if (head == packed("copy")) return Keyword::copy;
            if (head == packed("user")) return Keyword::user;
            break;
        case 5:
            if (head == packed("label")) return Keyword::label;
            if (head == packed("shell")) return Keyword::shell;
            break;
        case 6:
            if (head == packed("expose")) return Keyword::expose;
            if (head == packed("volume")) return Keyword::volume;
            break;
        case 7:
            if (head == packed("workdir")) return Keyword::workdir;
            if (head == packed("onbuild")) return Keyword::onbuild;
            break;
        case 10:
            if (head == packed("entrypoi") && ends_with("oint")) return Keyword::entrypoint;
            if (head == packed("maintain") && ends_with("iner")) return Keyword::maintainer;
            if (head == packed("stopsign") && ends_with("gnal")) return Keyword::stopsignal;
            break;
        case longest_keyword:
            if (head == packed("healthch") && ends_with("heck")) return Keyword::healthcheck;
            break;
        default:
            break;
    }
    return Keyword::unknown;
}

bool is_capital_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

constexpr std::array<std::string_view, 18> lower_names{
    "add",    "arg",   "cmd",         "copy",  "entrypoint", "env",
    "expose", "from",  "healthcheck", "label", "maintainer", "onbuild",
    "run",    "shell", "stopsignal",  "user",  "volume",     "workdir"};

}  // namespace

bool equals_folded(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, [](char a, char b) {
        return (is_capital_letter(a) ? static_cast<char>(a | 0x20) : a) == b;
    });
}

Keyword keyword_of(std::string_view name) {
    // Two letters outside ASCII are longer than what they stand for.
    constexpr std::size_t longest_written = 2 * longest_keyword;
    if (name.size() < 3 || name.size() > longest_written) return Keyword::unknown;
    auto const keyword = keyword_of_letters(name);
    auto const is_high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (keyword != Keyword::unknown || std::ranges::none_of(name, is_high)) return keyword;

    std::array<char, longest_written> folded{};
    std::size_t size = 0;
    while (!name.empty()) {
        if (name.starts_with("\u212A")) {
            folded[size++] = 'k';
            name.remove_prefix(3);
        } else if (name.starts_with("\u0130")) {
            folded[size++] = 'i';
            name.remove_prefix(2);
        } else {
            folded[size++] = name[0];
            name.remove_prefix(1);
        }
    }
    return size < 3 ? Keyword::unknown : keyword_of_letters({folded.data(), size});
}

std::string_view nearest_keyword(std::string_view name) {
    constexpr std::size_t longest_misspelt = longest_keyword + 2;
    std::array<char, longest_misspelt> letters{};
    std::size_t size = 0;
    // A code point outside ASCII is one wrong letter, however many bytes it has.
    for (auto rest = name; !rest.empty();) {
        if (size == letters.size()) return {};
        auto const next = decode(rest);
        letters[size++] = next.value < 0x80 ? static_cast<char>(next.value) : '?';
        rest.remove_prefix(next.size);
    }
    auto const found = nearest({letters.data(), size}, lower_names);
    if (found.empty() || std::ranges::none_of(name, is_capital_letter)) return found;
    if (std::ranges::any_of(name, is_small_letter)) return found;
    auto const index = std::ranges::find(lower_names, found) - lower_names.begin();
    return ast::to_string(static_cast<Keyword>(index + 1));
}

}  // namespace dockcheck::dockerfile
