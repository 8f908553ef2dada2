// Searching for the character of a word that is seldom in Dockerfiles, then comparing the rest.
#include "analyzer/text/byte_search.hpp"

#include <algorithm>
#include <array>

namespace dockcheck {
namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr char small(char c) { return is_letter(c) ? static_cast<char>(c | 0x20) : c; }

/// Seldom ones first; what is not listed is more seldom than all of them but for letters.
constexpr std::string_view by_rarity = "jqzxkwvyfbgumhdlcpnrioats_/.-";

constexpr auto rarities = [] {
    std::array<unsigned char, 256> result{};
    for (std::size_t i = 0; i < by_rarity.size(); ++i) {
        auto const c = static_cast<unsigned char>(by_rarity[i]);
        result[c] = static_cast<unsigned char>(i + 1);
        if (is_letter(by_rarity[i])) result[c & ~0x20U] = result[c];
    }
    return result;
}();

unsigned char rarity(char c) { return rarities[static_cast<unsigned char>(c)]; }

bool same_without_case(char const* text, std::string_view word) {
    return std::ranges::equal(std::string_view(text, word.size()), word,
                              [](char a, char b) { return small(a) == small(b); });
}

}  // namespace

SearchWithoutCase::SearchWithoutCase(std::string_view text, std::string_view word)
    : text_(text), word_(word) {
    if (word.empty()) return;
    auto const rarest = std::ranges::min_element(word, {}, rarity);
    shift_ = static_cast<std::size_t>(rarest - word.begin());
    small_ = small(*rarest);
    capital_ = is_letter(*rarest) ? static_cast<char>(small_ & ~0x20) : small_;
    next_small_ = find(small_, 0);
    next_capital_ = capital_ == small_ ? nowhere : find(capital_, 0);
}

std::size_t SearchWithoutCase::find(char c, std::size_t from) const {
    return from < text_.size() ? text_.find(c, from) : nowhere;
}

std::size_t SearchWithoutCase::next(std::size_t from) {
    if (word_.empty()) return from;
    if (text_.size() < word_.size()) return nowhere;
    auto const last = text_.size() - word_.size() + shift_;
    if (next_small_ < from + shift_) next_small_ = find(small_, from + shift_);
    if (next_capital_ < from + shift_) next_capital_ = find(capital_, from + shift_);
    while (true) {
        auto const at = std::min(next_small_, next_capital_);
        if (at > last) return nowhere;
        if (same_without_case(text_.data() + (at - shift_), word_)) return at - shift_;
        if (at == next_small_) {
            next_small_ = find(small_, at + 1);
        } else {
            next_capital_ = find(capital_, at + 1);
        }
    }
}

bool holds_without_case(std::string_view text, std::string_view word) {
    // A short text is gone through before the search is made ready.
    constexpr std::size_t is_short = 64;
    if (text.size() < word.size()) return false;
    if (text.size() > is_short || word.empty()) {
        return SearchWithoutCase(text, word).next(0) != SearchWithoutCase::nowhere;
    }
    auto const first = small(word.front());
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
        if (small(text[at]) == first && same_without_case(text.data() + at, word)) return true;
    }
    return false;
}

}  // namespace dockcheck
