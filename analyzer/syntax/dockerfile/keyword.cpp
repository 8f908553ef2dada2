// Keywords are told apart by a machine word of letters, which says where to look.
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

constexpr std::array<std::string_view, 18> lower_names{
    "add",    "arg",   "cmd",         "copy",  "entrypoint", "env",
    "expose", "from",  "healthcheck", "label", "maintainer", "onbuild",
    "run",    "shell", "stopsignal",  "user",  "volume",     "workdir"};

// The keywords, each where its first eight letters say, without a jump that a processor must guess.
struct Slot {
    std::uint64_t head = 0;
    std::uint32_t tail = 0;  ///< the last four letters
    std::uint8_t size = 0;
    Keyword keyword = Keyword::unknown;
};
constexpr int slot_bits = 5;
constexpr std::size_t slot_of(std::uint64_t head) {
    constexpr std::uint64_t factor = 0xBCFB'B050'ACAB'1A6BU;  // gives each a slot of its own
    return head * factor >> (64 - slot_bits);
}
constexpr auto slots = [] {
    std::array<Slot, std::size_t{1} << slot_bits> table{};
    for (std::size_t i = 0; i < lower_names.size(); ++i) {
        auto const name = lower_names[i];
        auto const head = packed(name.substr(0, 8));
        auto const tail = packed(name.substr(name.size() - std::min<std::size_t>(name.size(), 4)));
        table[slot_of(head)] = {head, static_cast<std::uint32_t>(tail),
                                static_cast<std::uint8_t>(name.size()),
                                static_cast<Keyword>(i + 1)};
    }
    return table;
}();
static_assert(std::ranges::count(slots, 0, &Slot::size) == slots.size() - lower_names.size());

// Of a name of three letters or more.
Keyword keyword_of_letters(std::string_view name) {
    auto const head = packed_head(name);
    auto const& slot = slots[slot_of(head)];
    if (slot.head != head || slot.size != name.size()) return Keyword::unknown;
    if (name.size() <= 8) return slot.keyword;
    auto const tail = in_lower_case(load<std::uint32_t>(name.data() + name.size() - 4), 4);
    return tail == slot.tail ? slot.keyword : Keyword::unknown;
}

bool is_capital_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

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
