// Reads a word as BuildKit's shell lexer does, character by character; evaluates as it goes.
#include "analyzer/syntax/dockerfile/word_lexer.hpp"

#include "analyzer/syntax/dockerfile/letters.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr char32_t lexer_end = 0xFFFFFFFF;
constexpr char32_t lexer_byte_order_mark = 0xFEFF;

/// `${a:-${a:-...}}` deeper than this is nobody's; the reader is recursive.
constexpr std::uint32_t deepest_nesting = 200;

constexpr bool is_parameter_sign(char32_t c) {
    return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!';
}

/// A modifier as BuildKit's message shows it.
std::string modifier_text(std::string_view operation) {
    return operation.empty() ? to_valid_utf8("\xFF") : to_valid_utf8(operation);
}

}  // namespace

WordLexer::WordLexer(std::string_view text, LexerOptions options, Scope scope, Arena& arena)
    : text_(text),
      options_(options),
      scope_(scope),
      // Enough for every honest text; values that double again and again end here.
      budget_(text.size() * 8 + (std::size_t{256} << 10)),
      out_(arena),
      word_(arena),
      words_(arena),
      uses_(arena) {
    if (!text_.empty() && decode(text_).value == lexer_byte_order_mark) position_ = 3;
    if (options_.keep_variables) {
        out_.track_origins();
        word_.track_origins();
    }
}

bool WordLexer::run() {
    auto const escapes = options_.keep_escapes ? Escapes::kept : Escapes::removed;
    if (!read_until(lexer_end, escapes, For::text)) return false;
    if (options_.split_words) end_word();
    return true;
}

char32_t WordLexer::peek() const {
    return at_end() ? lexer_end : decode(text_.substr(position_)).value;
}

char32_t WordLexer::next() {
    if (at_end()) return lexer_end;
    auto const point = decode(text_.substr(position_));
    position_ += point.size;
    return point.value;
}

bool WordLexer::fail(ast::FaultKind kind, std::uint32_t begin, std::string_view word) {
    error_ = Error{kind, {begin, position_}, std::string(word)};
    return false;
}

bool WordLexer::give_up() {
    too_costly_ = true;
    return false;
}

bool WordLexer::charge(std::size_t cost) {
    if (cost > budget_) return give_up();
    budget_ -= cost;
    return true;
}

// Takes the bytes at once that mean nothing but themselves, up to `stop`.
void WordLexer::read_plain(char32_t stop) {
    if (options_.split_words) return;  // words and origins are made byte by byte
    auto const begin = position_;
    while (!at_end()) {
        auto const c = text_[position_];
        auto const byte = static_cast<unsigned char>(c);
        if (byte == stop || byte >= 0x80 || c == '$' || c == '<' || c == '\'' || c == '"'
            || byte == options_.escape) {
            break;
        }
        ++position_;
    }
    out_.append({text_.substr(begin, position_ - begin), true, {}}, begin);
}

bool WordLexer::read_until(char32_t stop, Escapes escapes, For purpose) {
    while (true) {
        read_plain(stop);
        if (at_end()) break;
        if (stop != lexer_end && peek() == stop) {
            next();
            return true;
        }
        bool handled = false;
        if (!read_special(peek(), escapes, purpose, handled)) return false;
        if (handled) continue;

        auto origin = position_;
        auto c = next();
        bool const escaped = c == options_.escape;
        if (escaped) {
            if (escapes == Escapes::kept) {
                out_.append(c, origin);
                add_to_word(c, false, origin);
            }
            if (at_end()) break;
            origin = position_;
            c = next();
        }
        out_.append(c, origin);
        add_to_word(c, !escaped, origin);
    }
    // Whoever waits for a character says what is missing.
    return stop == lexer_end;
}

bool WordLexer::read_special(char32_t c, Escapes escapes, For purpose, bool& handled) {
    auto const mark = out_.size();
    bool const is_quote = (c == '\'' || c == '"') && !options_.quotes_are_text;
    handled = is_quote || c == '$' || c == '<';
    bool good = true;
    if (c == '$') {
        good = read_dollar();
    } else if (c == '<') {
        read_less_than();
    } else if (is_quote) {
        good = c == '"' ? read_double_quoted(escapes, purpose) : read_single_quoted(purpose);
    }
    if (handled && good) add_to_word(mark, c == '$');
    return good;
}

bool WordLexer::read_single_quoted(For purpose) {
    auto const begin = position_;
    auto c = next();
    if (options_.keep_quotes) out_.append(c, begin);
    while (!at_end()) {
        auto const origin = position_;
        c = next();
        if (c == '\'') {
            if (options_.keep_quotes) out_.append(c, origin);
            return true;
        }
        if (purpose == For::pattern && c == options_.escape) out_.append(c, origin);
        out_.append(c, origin);
    }
    return fail(ast::FaultKind::unterminated_quote, begin, "'");
}

bool WordLexer::read_double_quoted(Escapes escapes, For purpose) {
    auto const begin = position_;
    if (options_.keep_quotes) out_.append('"', begin);
    next();
    while (true) {
        read_plain('"');
        if (at_end()) break;
        if (peek() == '$') {
            if (!read_dollar()) return false;
            continue;
        }
        auto const origin = position_;
        auto const c = next();
        if (c == '"') {
            if (options_.keep_quotes) out_.append(c, origin);
            return true;
        }
        if (c == options_.escape) {
            read_quoted_escape(origin, escapes, purpose);
        } else {
            out_.append(c, origin);
        }
    }
    return fail(ast::FaultKind::unterminated_quote, begin, "\"");
}

void WordLexer::read_quoted_escape(std::uint32_t begin, Escapes escapes, For purpose) {
    if (at_end()) return;
    auto const escaped = peek();
    bool const is_special = escaped == '"' || escaped == '$' || escaped == options_.escape;
    bool const is_kept = escapes == Escapes::kept;
    if (is_special) {
        if (is_kept) out_.append(options_.escape, begin);
        auto const origin = position_;
        out_.append(next(), origin);
        return;
    }
    // An escape that escapes nothing stays; inside a pattern it is doubled, for the pattern's own
    // reader.
    out_.append(options_.escape, begin);
    if (is_kept && (!options_.keep_quotes || purpose == For::pattern))
        out_.append(options_.escape, begin);
}

void WordLexer::read_less_than() {
    auto const begin = position_;
    next();
    if (peek() == '<') {
        next();
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') next();
    }
    append_source(begin, position_);
}

bool WordLexer::read_dollar() {
    auto const begin = position_;
    next();
    if (peek() == '{') {
        next();
        return read_braced(begin);
    }
    auto const name = read_name();
    if (name.empty() || options_.keep_variables) {
        append_source(begin, position_);
        return true;
    }
    return append_variable(look_up(name, begin, {}), name, begin);
}

std::string_view WordLexer::read_name() {
    auto const begin = position_;
    auto const first = peek();
    if (is_digit(first)) {
        while (is_digit(peek())) next();
    } else if (is_parameter_sign(first)) {
        next();
    } else {
        while (is_letter(peek()) || is_digit(peek()) || peek() == '_') next();
    }
    return text_.substr(begin, position_ - begin);
}

bool WordLexer::read_braced(std::uint32_t begin) {
    if (at_end()) return fail(ast::FaultKind::missing_brace, begin, "}");
    if (peek() == '{' || peek() == '}' || peek() == ':') {
        fail(ast::FaultKind::bad_substitution, begin, text_.substr(begin, 3));
        error_->span.end = begin + 3;
        return false;
    }

    Braced braced{begin, out_.size(), read_name(), {}};
    auto const operation = position_;
    braced.letter = next();
    if (braced.letter == '}') {
        if (!options_.keep_variables)
            return append_variable(look_up(braced.name, begin, {}), braced.name, begin);
        append_source(begin, position_);
        return true;
    }
    braced.colon = braced.letter == ':';
    if (braced.colon) braced.letter = next();
    braced.operation = text_.substr(operation, position_ - operation);

    bool const is_trim = braced.letter == '#' || braced.letter == '%';
    bool const is_operator = braced.colon ? !is_trim
                                          : is_trim || braced.letter == '/' || braced.letter == '-'
                                                || braced.letter == '+' || braced.letter == '?';
    if (!is_operator)
        return fail(ast::FaultKind::unsupported_modifier, begin, modifier_text(braced.operation));
    return braced.letter == '/' && !braced.colon ? read_replacement(braced) : read_modified(braced);
}

bool WordLexer::read_operand(Braced const& braced, char32_t stop, Escapes escapes, For purpose) {
    if (depth_ == deepest_nesting) return give_up();
    // BuildKit's readers share one buffer for the unfinished word.
    if (options_.split_words) word_.truncate(word_begin_);
    ++depth_;
    bool const good = read_until(stop, escapes, purpose);
    --depth_;
    if (good || too_costly_) return good;
    // At the end of the text every other error gives way to this one.
    if (at_end()) return fail(ast::FaultKind::missing_brace, braced.begin, stop == '/' ? "/" : "}");
    return false;
}

bool WordLexer::read_modified(Braced& braced) {
    bool const is_trim = !braced.colon && (braced.letter == '#' || braced.letter == '%');
    auto const purpose = is_trim ? For::pattern : For::text;
    auto const escapes = is_trim ? Escapes::kept : Escapes::removed;
    if (options_.keep_variables) append_source(braced.begin, position_);
    if (is_trim && peek() == braced.letter) {
        auto const doubled = braced.operation.size() + 1;
        braced.operation = {braced.operation.data(), doubled};
    }
    if (!read_operand(braced, '}', escapes, purpose)) return false;
    if (!options_.keep_variables) return evaluate(braced);
    append_source(position_ - 1, position_);
    return true;
}

bool WordLexer::read_replacement(Braced& braced) {
    auto const head = position_;
    bool const all = peek() == '/';
    if (all) {
        next();
        braced.operation = {braced.operation.data(), 2};
    }
    if (options_.keep_variables) append_source(braced.begin, head);
    if (!read_operand(braced, '/', Escapes::kept, For::pattern)) return false;
    if (options_.keep_variables) append_source(position_ - 1, position_);
    auto const replacement = out_.size();
    if (!read_operand(braced, '}', Escapes::kept, For::text)) return false;
    if (!options_.keep_variables) return evaluate_replacement(braced, replacement, all);
    append_source(position_ - 1, position_);
    return true;
}

void WordLexer::append_source(std::uint32_t begin, std::uint32_t end) {
    while (begin < end) {
        auto const point = decode(text_.substr(begin, end - begin));
        out_.append(point.value, begin);
        begin += point.size;
    }
}

void WordLexer::add_to_word(std::uint32_t mark, bool splits) {
    if (!options_.split_words || depth_ > 0) return;
    while (mark < out_.size()) {
        auto const run = out_.run_at(mark);
        auto const end = out_.run_end(run);
        auto const& piece = out_.run(run);
        auto rest = out_.text(mark).substr(0, end - mark);
        if (!piece.known || !splits) {
            word_.append(out_, mark, end);
        } else {
            while (!rest.empty()) {
                auto const point = decode(rest);
                auto const origin = options_.keep_variables ? out_.origin(mark) : 0;
                if (is_unicode_space(point.value)) {
                    end_word();
                } else {
                    std::string one;
                    encode(point.value, one);
                    word_.append({one, true, piece.variable}, origin);
                }
                mark += point.size;
                rest.remove_prefix(point.size);
            }
        }
        mark = end;
    }
}

void WordLexer::add_to_word(char32_t c, bool splits, std::uint32_t origin) {
    if (!options_.split_words || depth_ > 0) return;
    if (splits && is_unicode_space(c)) return end_word();
    word_.append(c, origin);
}

void WordLexer::end_word() {
    if (word_.size() == word_begin_) return;
    words_.push_back({word_begin_, word_.size()});
    word_begin_ = word_.size();
}

}  // namespace dockcheck::dockerfile
