// A tolerant reader of Python's lexical structure
// (https://docs.python.org/3/reference/lexical_analysis.html).
#include "analyzer/context/python_tokens.hpp"

#include <algorithm>

namespace dockcheck::context::python {
namespace {

constexpr std::uint32_t tab_width = 8;
/// f-strings within f-strings that are looked into.
constexpr int deepest_nesting = 8;

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || static_cast<unsigned char>(c) >= 0x80;
}
bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// How a string literal is closed and read.
struct Literal {
    std::string_view quote;  // one or three
    bool is_formatted = false;
    bool has_prefix = false;

    [[nodiscard]] bool is_triple() const { return quote.size() == 3; }
};

class Lexer {
 public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Tokens run() {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
        while (at_ < text_.size()) read_line();
        auto const end = static_cast<std::uint32_t>(text_.size());
        result_.tokens.insert(result_.tokens.end(), tokens_behind,
                              {Token::Kind::end, false, {}, {end, end}});
        return std::move(result_);
    }

 private:
    [[nodiscard]] char here(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

    void skip_line_end() { at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1; }
    void skip_comment() { at_ = std::min(text_.find_first_of("\r\n", at_), text_.size()); }

    void emit(Token::Kind kind, std::size_t begin) {
        result_.tokens.push_back(
            {kind,
             false,
             text_.substr(begin, at_ - begin),
             {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)}});
    }

    std::uint32_t take_indent() {
        std::uint32_t columns = 0;
        for (;; ++at_) {
            if (here() == ' ') {
                ++columns;
            } else if (here() == '\t') {
                columns += tab_width - columns % tab_width;
            } else if (here() == '\f') {
                columns = 0;
            } else {
                return columns;
            }
        }
    }

    void read_line() {
        auto const indent = take_indent();
        auto const begin = static_cast<std::uint32_t>(result_.tokens.size());
        depth_ = 0;
        while (!at_end()) {
            if (is_line_end(here())) {
                skip_line_end();
                if (depth_ == 0) break;
                continue;
            }
            read_token(0);
        }
        auto const end = static_cast<std::uint32_t>(result_.tokens.size());
        if (end > begin) result_.lines.push_back({indent, begin, end});
    }

    /// One token, comment, blank or joined line end; never a line end.
    void read_token(int nesting) {
        auto const begin = at_;
        char const c = here();
        if (c == ' ' || c == '\t' || c == '\f') {
            ++at_;
        } else if (c == '#') {
            skip_comment();
        } else if (c == '\\' && is_line_end(here(1))) {
            ++at_;
            skip_line_end();
        } else if (is_quote(c)) {
            read_string(begin, nesting);
        } else if (is_name_start(c)) {
            read_name(begin, nesting);
        } else if (is_decimal(c)) {
            while (is_decimal(here()) || is_name_start(here()) || here() == '.') ++at_;
            emit(Token::Kind::number, begin);
        } else {
            read_operator(begin);
        }
    }

    void read_name(std::size_t begin, int nesting) {
        while (is_name_start(here()) || is_decimal(here())) ++at_;
        auto const word = text_.substr(begin, at_ - begin);
        bool const may_be_prefix =
            word.size() <= 2 && word.find_first_not_of("rRbBuUfFtT") == std::string_view::npos;
        if (may_be_prefix && is_quote(here())) return read_string(begin, nesting);
        emit(Token::Kind::name, begin);
    }

    void read_operator(std::size_t begin) {
        constexpr std::string_view before_equals = "=!<>:+-*/%&|^@";
        char const c = here();
        ++at_;
        if (c == '(' || c == '[' || c == '{') ++depth_;
        if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
        bool const is_double = (here() == '=' && before_equals.find(c) != std::string_view::npos)
                               || (c == '-' && here() == '>');
        if (is_double) ++at_;
        emit(Token::Kind::other, begin);
    }

    /// A literal that began, prefix included, at `begin`; here is its quote.
    void read_string(std::size_t begin, int nesting) {
        auto const prefix = text_.substr(begin, at_ - begin);
        Literal literal;
        literal.has_prefix = !prefix.empty();
        literal.is_formatted = prefix.find_first_of("fFtT") != std::string_view::npos;
        auto const rest = text_.substr(at_);
        bool const triple = rest.size() >= 3 && rest[1] == rest[0] && rest[2] == rest[0];
        literal.quote = rest.substr(0, triple ? 3 : 1);
        at_ += literal.quote.size();

        auto const place = result_.tokens.size();
        result_.tokens.push_back({Token::Kind::string, false, {}, {}});
        auto const inside = at_;
        bool has_escape = false;
        while (!at_end() && !text_.substr(at_).starts_with(literal.quote)) {
            if (is_line_end(here()) && !literal.is_triple()) break;
            if (here() == '\\') {
                has_escape = true;
                at_ = std::min(at_ + 2, text_.size());
            } else if (literal.is_formatted && here() == '{' && nesting < deepest_nesting) {
                read_replacement(literal, nesting + 1);
            } else {
                ++at_;
            }
        }
        auto const content = text_.substr(inside, at_ - inside);
        bool const is_closed = text_.substr(at_).starts_with(literal.quote);
        if (is_closed) at_ += literal.quote.size();
        auto& token = result_.tokens[place];
        token.is_plain = is_closed && !literal.has_prefix && !has_escape && !literal.is_triple();
        token.text = content;
        token.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
    }

    /// `{expression!r:format}` of an f-string, or `{{`.
    void read_replacement(Literal const& literal, int nesting) {
        if (here(1) == '{') {
            at_ += 2;
            return;
        }
        auto const depth = depth_;
        read_operator(at_);
        auto const inner = depth_;
        while (!at_end()) {
            bool const is_outermost = depth_ == inner;
            if (is_line_end(here())) {
                if (!literal.is_triple()) break;
                skip_line_end();
            } else if (is_outermost && here() == '}') {
                break;
            } else if (is_outermost && text_.substr(at_).starts_with(literal.quote)) {
                break;  // never closed
            } else if (is_outermost && (here() == ':' || (here() == '!' && here(1) != '='))) {
                skip_format(literal, nesting);
                break;
            } else {
                read_token(nesting);
            }
        }
        if (here() == '}') read_operator(at_);
        depth_ = depth;
    }

    void skip_format(Literal const& literal, int nesting) {
        while (!at_end() && here() != '}' && !text_.substr(at_).starts_with(literal.quote)
               && !is_line_end(here())) {
            if (here() == '{' && nesting < deepest_nesting) {
                read_replacement(literal, nesting + 1);
            } else {
                ++at_;
            }
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    Tokens result_;
};

}  // namespace

Tokens tokenize(std::string_view source) { return Lexer(source).run(); }

}  // namespace dockcheck::context::python
