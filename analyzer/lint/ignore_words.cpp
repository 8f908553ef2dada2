// See the header: the words of a comment.
#include "analyzer/lint/ignore_words.hpp"

#include "analyzer/text/without_case.hpp"

namespace dockcheck {
namespace {

constexpr std::string_view ignore_blanks = " \t";

constexpr bool is_name_character(char c) {
    return (small_letter(c) >= 'a' && small_letter(c) <= 'z') || (c >= '0' && c <= '9') || c == '-'
           || c == '_' || c == '.' || c == '/' || c == ':';
}

}  // namespace

char IgnoreWords::first_letter() const { return at_end() ? '\0' : small_letter(text_[at_]); }

void IgnoreWords::skip_blanks() {
    while (at_ < text_.size() && ignore_blanks.find(text_[at_]) != std::string_view::npos) ++at_;
}

bool IgnoreWords::take(std::string_view text) {
    if (!left().starts_with(text)) return false;
    last_taken_ = left().substr(0, text.size());
    at_ += text.size();
    return true;
}

bool IgnoreWords::take_word(std::string_view word) {
    auto const next = left().substr(0, word.size());
    if (!equal_without_case(next, word)) return false;
    auto const behind = left().substr(word.size());
    if (!behind.empty() && ignore_blanks.find(behind.front()) == std::string_view::npos)
        return false;
    at_ += word.size();
    skip_blanks();
    return true;
}

bool IgnoreWords::take_assignment(std::string_view word) {
    auto const start = at_;
    if (equal_without_case(left().substr(0, word.size()), word)) {
        at_ += word.size();
        skip_blanks();
        if (take("=")) return true;
    }
    at_ = start;
    return false;
}

bool IgnoreWords::find(std::string_view text) {
    auto const found = left().find(text);
    if (found == std::string_view::npos) return false;
    at_ += found + text.size();
    return true;
}

bool IgnoreWords::find_word(std::string_view text) {
    for (auto found = text_.find(text, at_); found != std::string_view::npos;
         found = text_.find(text, found + 1)) {
        auto const before = text_[found - 1];  // there is a `#` in front of everything
        if (before != '#' && ignore_blanks.find(before) == std::string_view::npos) continue;
        last_taken_ = text_.substr(found, text.size());
        at_ = found + text.size();
        return true;
    }
    return false;
}

std::string_view IgnoreWords::take_until(std::string_view characters) {
    auto const part = left().substr(0, left().find_first_of(characters));
    at_ += part.size();
    return part;
}

std::string_view IgnoreWords::take_name() {
    std::size_t size = 0;
    while (at_ + size < text_.size() && is_name_character(text_[at_ + size])) ++size;
    // `a--reason`: names have single dashes.
    auto part = left().substr(0, size);
    part = part.substr(0, part.find("--"));
    at_ += part.size();
    return part;
}

void IgnoreWords::end_at_blank() {
    text_ = text_.substr(0, text_.find_first_of(ignore_blanks, at_));
}

std::string_view IgnoreWords::rest() {
    skip_blanks();
    auto part = left();
    at_ = text_.size();
    while (!part.empty() && ignore_blanks.find(part.back()) != std::string_view::npos) {
        part.remove_suffix(1);
    }
    return part;
}

}  // namespace dockcheck
