// Telling a broken JSON array from a shell test, and naming what broke it.
#include "analyzer/syntax/dockerfile/malformed.hpp"

#include <algorithm>

namespace dockcheck::dockerfile {
namespace {

using ast::Keyword;

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// U+2018 to U+201F, and U+00AB and U+00BB: the bytes of the mark at the start of the text, or 0.
std::uint32_t typographic_quote(std::string_view text) {
    if (text.size() >= 3 && text.starts_with("\xE2\x80") && text[2] >= '\x98' && text[2] <= '\x9F')
        return 3;
    return text.starts_with("\xC2\xAB") || text.starts_with("\xC2\xBB") ? 2 : 0;
}

bool begins_quoted(std::string_view text) {
    return !text.empty() && (text[0] == '"' || text[0] == '\'' || typographic_quote(text) > 0);
}

class ArrayWalk {
 public:
    explicit ArrayWalk(std::string_view text) : text_(text) {}

    std::optional<JsonBreak> find() {
        skip_blanks();
        if (peek() == ']') return after_array();
        for (;;) {
            if (auto const broken = item()) return broken;
            skip_blanks();
            if (at_end()) return JsonBreak{{0, 1}, "unclosed"};
            if (peek() == ']') return after_array();
            if (peek() == '"') return JsonBreak{{at_, at_ + 1}, "missing-comma"};
            if (peek() != ',') return JsonBreak{run(), "missing-comma"};
            auto const comma = at_++;
            skip_blanks();
            if (peek() == ']') return JsonBreak{{comma, comma + 1}, "trailing-comma"};
        }
    }

 private:
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
    void skip_blanks() {
        while (!at_end() && is_blank(text_[at_])) ++at_;
    }

    // The characters here up to a blank or a mark of the array; at least one.
    [[nodiscard]] Span run() const {
        constexpr std::string_view stops = " \t\r\n,]\"'";
        auto const end = text_.find_first_of(stops, at_ + 1);
        return {at_, static_cast<std::uint32_t>(std::min(end, text_.size()))};
    }

    std::optional<JsonBreak> item() {
        if (at_end()) return JsonBreak{{0, 1}, "unclosed"};
        if (peek() == '\'') return JsonBreak{{at_, at_ + 1}, "single-quote"};
        if (peek() == ',') return JsonBreak{{at_, at_ + 1}, "extra-comma"};
        if (auto const size = typographic_quote(text_.substr(at_)))
            return JsonBreak{{at_, at_ + size}, "typographic-quote"};
        if (peek() != '"') return JsonBreak{run(), "bare-word"};
        return string();
    }

    std::optional<JsonBreak> string() {
        auto const quote = at_++;
        for (; !at_end() && peek() != '"'; ++at_) {
            if (static_cast<unsigned char>(peek()) < 0x20)
                return JsonBreak{{at_, at_ + 1}, "control-character"};
            if (peek() != '\\') continue;
            constexpr std::string_view simple = "\"\\/bfnrt";
            auto const next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
            if (next != 'u' ? simple.find(next) == std::string_view::npos || next == '\0'
                            : !is_quad(at_ + 2))
                return JsonBreak{escape(), "escape"};
            ++at_;
        }
        if (at_end()) return unclosed(quote);
        ++at_;
        return {};
    }

    // A string without its end; perhaps a word processor changed the end.
    [[nodiscard]] JsonBreak unclosed(std::uint32_t quote) const {
        for (auto at = quote; at < text_.size(); ++at) {
            if (auto const size = typographic_quote(text_.substr(at)))
                return {{at, at + size}, "typographic-quote"};
        }
        return {{quote, quote + 1}, "unclosed-string"};
    }

    // A backslash with the character behind it.
    [[nodiscard]] Span escape() const {
        auto end = std::min<std::size_t>(at_ + 2, text_.size());
        while (end < text_.size() && (text_[end] & '\xC0') == '\x80') ++end;
        return {at_, static_cast<std::uint32_t>(end)};
    }

    [[nodiscard]] bool is_quad(std::size_t at) const {
        constexpr std::string_view digits = "0123456789abcdefABCDEF";
        auto const quad = text_.substr(at, 4);
        return quad.size() == 4 && quad.find_first_not_of(digits) == std::string_view::npos;
    }

    std::optional<JsonBreak> after_array() {
        ++at_;
        skip_blanks();
        if (at_end()) return {};
        return JsonBreak{{at_, static_cast<std::uint32_t>(text_.size())}, "text-after"};
    }

    std::string_view text_;
    std::uint32_t at_ = 1;
};

bool ends_quoted(std::string_view text) {
    return text.ends_with('"') || text.ends_with('\'')
           || (text.size() >= 3 && typographic_quote(text.substr(text.size() - 3)) == 3);
}

std::string_view skip_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    return text;
}

std::string_view trim_blanks(std::string_view text) {
    text = skip_blanks(text);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// In the bracket: a quoted first item before a comma, or a comma between two quoted items.
bool has_quoted_list(std::string_view text) {
    text = text.substr(1, std::min(text.find(']'), text.size()) - 1);
    bool is_first = true;
    for (auto comma = text.find(','); comma != std::string_view::npos; comma = text.find(',')) {
        auto const before = trim_blanks(text.substr(0, comma));
        text.remove_prefix(comma + 1);
        if (!ends_quoted(before)) {
            is_first = false;
            continue;
        }
        if (is_first && before.size() > 1 && begins_quoted(before)
            && before.find(before.front(), 1) == before.size() - 1)
            return true;
        if (begins_quoted(skip_blanks(text))) return true;
        is_first = false;
    }
    return false;
}

bool is_meant_as_array(Keyword keyword, std::string_view text) {
    auto const inside = text.substr(1);
    if (inside.empty() || inside[0] == '[') return false;
    // `[ -f x ]` and `[ "$a" = "b" ]` are commands of the shell.
    if (is_blank(inside[0])) return has_quoted_list(text);
    if (begins_quoted(inside)) return true;
    // A bare word: `[a, b]`, and neither a pattern of COPY (`[a-z]*`) nor PowerShell (`[Type]::x`).
    bool const is_file_list = keyword == Keyword::copy || keyword == Keyword::add;
    if (is_file_list && text.find(',') == std::string_view::npos) return false;
    return text.find(']') == text.size() - 1;
}

}  // namespace

std::optional<JsonBreak> find_json_break(Keyword keyword, std::string_view arguments) {
    if (!is_meant_as_array(keyword, arguments)) return {};
    return ArrayWalk(arguments).find();
}

}  // namespace dockcheck::dockerfile
