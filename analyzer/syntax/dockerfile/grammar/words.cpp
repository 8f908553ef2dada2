// The grammars of word lists: arguments between white space, and names with values.
#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/syntax/dockerfile/grammar/terminals.hpp"

namespace dockcheck::dockerfile::grammar {
namespace {

// A code point of Unicode white space. Nearly every byte is decided by the table.
struct UnicodeBlank : Terminal<UnicodeBlank> {
    char const* match(char const* first, char const* last) const {
        if (first == last) return nullptr;
        auto const bits = class_of(*first);
        if ((bits & blank_class) != 0) return first + 1;
        if ((bits & high_class) == 0) return nullptr;
        auto const next = decode({first, static_cast<std::size_t>(last - first)});
        return is_unicode_space(next.value) ? first + next.size : nullptr;
    }
};

// A run that holds no white space, quote or escape.
template <char escape>
struct BareRun : Terminal<BareRun<escape>> {
    char const* match(char const* first, char const* last) const {
        constexpr UnicodeBlank blank;
        auto at = first;
        while (at != last) {
            constexpr unsigned stops = blank_class | quote_class;
            auto const bits = class_of(*at) & (stops | escape_class | high_class);
            if (bits == 0) {
                ++at;
                continue;
            }
            if ((bits & stops) != 0 || *at == escape) break;
            if ((bits & high_class) != 0 && blank.match(at, last) != nullptr) break;
            at += decode({at, static_cast<std::size_t>(last - at)}).size;
        }
        return at == first ? nullptr : at;
    }
};

bool has_high_byte(std::string_view text) {
    unsigned char all = 0;
    for (char const c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
    return all >= 0x80;
}

struct WordSink {
    std::vector<Span>& words;
    char const* text;
};

struct PairSink {
    std::vector<Part>& words;
    std::string_view text;
    bool is_ascii;
    bool drops_escape = false;  // the word ends with an escape that shields nothing
};

// s2     = usp* ( word usp* )*
// word   = ( bare / "'" ~"'"* ("'"/end) / '"' (ESC any / ~'"')* ('"'/end) / ESC any / ESC end )+
template <char escape>
void split_pairs_with(std::string_view text, bool is_ascii, std::vector<Part>& words) {
    auto const drop = [](auto& context) { sink_of(context).drops_escape = true; };
    auto const push = [](auto& context) {
        auto& sink = sink_of(context);
        auto const range = range_of(context, sink.text.data());
        auto const word = sink.text.substr(range.begin, range.size());
        bool const dropped = sink.drops_escape;
        sink.drops_escape = false;
        if (dropped && word.size() == 1) return;  // nothing but the lost escape: no word
        sink.words.push_back(
            {range, !dropped && (sink.is_ascii || !has_high_byte(word) || is_utf8(word))});
    };
    auto const lost = (Byte<escape>() >> x3::eoi)[drop];
    auto const shielded = Byte<escape>() >> AnyCodePoint();
    auto const single_quoted = Byte<'\''>() >> -Until<'\''>() >> -Byte<'\''>();
    auto const double_quoted =
        Byte<'"'>() >> *(Until<'"', escape>() | shielded | lost) >> (Byte<'"'>() | x3::eoi);
    auto const word = +(BareRun<escape>() | double_quoted | single_quoted | shielded | lost);
    constexpr UnicodeBlank blank;
    PairSink sink{words, text, is_ascii};
    run(*blank >> *(x3::raw[word][push] >> *blank), text, sink);
}

}  // namespace

// s1 = word ( blank+ word )*
void split_words(std::string_view text, std::vector<Span>& words) {
    auto const push = [](auto& context) {
        auto& sink = sink_of(context);
        sink.words.push_back(range_of(context, sink.text));
    };
    constexpr auto word = Outside<blank_class>();
    constexpr auto blanks = Inside<blank_class>();
    WordSink sink{words, text.data()};
    run(-blanks >> -(x3::raw[word][push] % blanks), text, sink);
}

void split_pairs(std::string_view text, Writing writing, std::vector<Part>& words) {
    if (writing.escape == '`') return split_pairs_with<'`'>(text, writing.is_ascii, words);
    split_pairs_with<'\\'>(text, writing.is_ascii, words);
}

void cook_pair_word(std::string_view word, char escape, Pieces& pieces) {
    std::uint32_t at = 0;
    bool escaped = false;
    char quote = 0;
    while (at < word.size()) {
        auto const next = decode(word.substr(at));
        Span const range{at, at + next.size};
        at = range.end;
        bool const is_escape = !escaped && next.value == static_cast<char32_t>(escape);
        if (is_escape && quote != '\'' && at == word.size()) break;
        if (next.value == 0xFFFD && next.size == 1) {
            pieces.put(next.value, range);
        } else {
            pieces.keep(range);
        }
        if (!escaped && (next.value == '\'' || next.value == '"')) {
            auto const mark = static_cast<char>(next.value);
            quote = quote == 0 ? mark : quote == mark ? '\0' : quote;
        }
        escaped = is_escape && quote != '\'';
    }
}

}  // namespace dockcheck::dockerfile::grammar
