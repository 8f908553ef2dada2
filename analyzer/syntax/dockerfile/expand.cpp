// Expansion of words, and the splitting of lines for heredocs, on top of the word lexer.
#include "analyzer/syntax/dockerfile/expand.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "analyzer/syntax/dockerfile/word_lexer.hpp"
#include "analyzer/text/byte_set.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

/// Bytes of which there is something to expand or to remove, or to decode.
consteval ByteSet special_bytes(char escape) {
    std::array<char, 132> bytes{'$', '\'', '"', escape};
    for (std::size_t i = 4; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0x80 + i - 4);
    return ByteSet({bytes.data(), bytes.size()});
}

/// Nothing to expand or to remove: ASCII without quotes, escapes and dollars.
bool is_plain(std::string_view text, char escape) {
    static constexpr ByteSet special[] = {special_bytes('\\'), special_bytes('`')};
    return !special[escape == '`' ? 1 : 0].is_in(text);
}

/// In the order of the source.
std::span<VariableUse const> ordered_uses(WordLexer& lexer) {
    auto const uses = lexer.uses();
    std::ranges::sort(uses, {}, [](VariableUse const& use) { return use.span.begin; });
    return uses;
}

ExpansionError const* expansion_error_of(WordLexer const& lexer, Arena& arena) {
    if (!lexer.error()) return nullptr;
    return arena.make<ExpansionError>(lexer.error()->kind, lexer.error()->span,
                                      arena.copy(std::string_view(lexer.error()->word)));
}

/// Of a text that cannot be expanded.
Value unknown_value(std::string_view text, Arena& arena) {
    return Value(std::span<Piece const>(arena.make<Piece>(text, false, std::string_view{}), 1));
}

constexpr auto no_variable = [](std::string_view) { return Variable{}; };

LexerOptions heredoc_options() {
    LexerOptions options;
    options.keep_quotes = true;
    options.keep_variables = true;
    options.split_words = true;
    return options;
}

std::uint32_t origin_end(std::string_view line, std::uint32_t origin) {
    return origin + decode(line.substr(origin)).size;
}

constexpr bool is_heredoc_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/// The digits, `<<`, dash and blanks of a heredoc word; the rest is the tail.
struct HeredocHead {
    std::string_view digits;
    bool chomp = false;
    std::string_view tail;
};

std::optional<HeredocHead> split_heredoc_word(std::string_view word) {
    HeredocHead head;
    std::size_t at = 0;
    while (at < word.size() && word[at] >= '0' && word[at] <= '9') ++at;
    head.digits = word.substr(0, at);
    if (word.substr(at, 2) != "<<") return std::nullopt;
    at += 2;
    head.chomp = at < word.size() && word[at] == '-';
    if (head.chomp) ++at;
    while (at < word.size() && is_heredoc_blank(word[at])) ++at;
    head.tail = word.substr(at);
    if (head.tail.empty() || head.tail.find('<') != std::string_view::npos) return std::nullopt;
    return head;
}

std::uint64_t descriptor_of(std::string_view digits) {
    std::uint64_t result = 0;
    auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (read.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
    return result;
}

std::ptrdiff_t count_quotes(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return c == '\'' || c == '"'; });
}

}  // namespace

Expansion expand(std::string_view text, char escape, Quotes quotes, Scope scope, Arena& arena) {
    if (is_plain(text, escape)) return {Value(text), {}, nullptr};

    LexerOptions options;
    options.escape = static_cast<unsigned char>(escape);
    options.quotes_are_text = quotes == Quotes::literal;
    WordLexer lexer(text, options, scope, arena);
    bool const good = lexer.run();
    auto const& result = lexer.result();
    auto const uses = ordered_uses(lexer);
    if (!good) return {unknown_value(text, arena), uses, expansion_error_of(lexer, arena)};
    return {result.value(0, result.size(), arena), uses, nullptr};
}

WordExpansion expand_to_words(std::string_view text, char escape, Scope scope, Arena& arena) {
    LexerOptions options;
    options.escape = static_cast<unsigned char>(escape);
    options.split_words = true;
    WordLexer lexer(text, options, scope, arena);
    bool const good = lexer.run();
    auto const uses = ordered_uses(lexer);
    ArenaVector<Value> words(arena);
    if (!good) {
        words.push_back(unknown_value(text, arena));
        return {words.items(), uses, expansion_error_of(lexer, arena)};
    }
    for (auto const& word : lexer.words())
        words.push_back(lexer.word_text().value(word.begin, word.end, arena));
    return {words.items(), uses, nullptr};
}

RawWords split_raw_words(std::string_view line, Arena& arena) {
    auto options = heredoc_options();
    options.keep_escapes = true;
    WordLexer lexer(line, options, no_variable, arena);
    if (!lexer.run()) return {{}, true};

    auto const& text = lexer.word_text();
    auto const whole = text.text();
    ArenaVector<RawWord> words(arena);
    for (auto const& word : lexer.words()) {
        auto const last = text.origin(word.end - 1);
        words.push_back({whole.substr(word.begin, word.end - word.begin),
                         {text.origin(word.begin), origin_end(line, last)}});
    }
    return {words.items(), false};
}

HeredocWord read_heredoc_word(std::string_view word, Arena& arena) {
    auto const head = split_heredoc_word(word);
    if (!head) return {};

    auto options = heredoc_options();
    WordLexer raw(head->tail, options, no_variable, arena);
    options.keep_quotes = false;
    WordLexer cooked(head->tail, options, no_variable, arena);
    HeredocWord result;
    if (!cooked.run()) {
        result.state = HeredocWord::State::invalid;
        return result;
    }
    if (cooked.words().size() != 1) return result;
    // Quotes around nothing are a word only where quotes are kept; BuildKit gives up on those.
    if (!raw.run() || raw.words().size() != 1) {
        result.state = HeredocWord::State::invalid;
        return result;
    }
    auto const word_of = [](WordLexer const& lexer) {
        auto const range = lexer.words().front();
        return lexer.word_text().text().substr(range.begin, range.end - range.begin);
    };
    result.state = HeredocWord::State::heredoc;
    result.descriptor = descriptor_of(head->digits);
    result.chomp = head->chomp;
    result.name = word_of(cooked);
    result.expand = count_quotes(result.name) == count_quotes(word_of(raw));
    return result;
}

}  // namespace dockcheck::dockerfile
