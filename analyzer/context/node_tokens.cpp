// A tolerant reader of JavaScript's lexical structure (ECMA-262, "Lexical Grammar").
#include "analyzer/context/node_tokens.hpp"

#include <algorithm>
#include <array>

namespace dockcheck::context::node {
namespace {

/// Templates within templates that are looked into.
constexpr int deepest_nesting = 8;

bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '#'
           || static_cast<unsigned char>(c) >= 0x80;
}
bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

class Lexer {
 public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Tokens run() {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
        if (text_.substr(at_).starts_with("#!")) skip_line();
        while (at_ < text_.size()) read_token();
        auto const end = static_cast<std::uint32_t>(text_.size());
        tokens_.insert(tokens_.end(), tokens_behind,
                       {Token::Kind::end, false, true, {}, {end, end}});
        return {std::move(tokens_), is_certain_ && open_.empty()};
    }

 private:
    /// A bracket that is open.
    struct Open {
        char sign = '(';
        bool is_head = false;  ///< of `if (x)`, `while (x)`: a statement follows
    };

    [[nodiscard]] char here(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    void skip_line() { at_ = std::min(text_.find_first_of("\r\n", at_), text_.size()); }

    void emit(Token::Kind kind, std::size_t begin) {
        tokens_.push_back({kind,
                           false,
                           is_new_line_,
                           text_.substr(begin, at_ - begin),
                           {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)}});
        is_new_line_ = false;
    }

    void read_token() {
        auto const begin = at_;
        char const c = here();
        if (is_line_end(c)) {
            is_new_line_ = true;
            ++at_;
        } else if (c == ' ' || c == '\t' || c == '\f' || c == '\v') {
            ++at_;
        } else if (c == '/' && here(1) == '/') {
            skip_line();
        } else if (c == '/' && here(1) == '*') {
            auto const end = text_.find("*/", at_ + 2);
            at_ = end == text_.npos ? text_.size() : end + 2;
        } else if (c == '"' || c == '\'') {
            read_string(c);
        } else if (c == '`') {
            read_template();
        } else if (is_word_start(c)) {
            while (is_word_start(here()) || is_decimal(here())) ++at_;
            emit(Token::Kind::name, begin);
        } else if (is_decimal(c)) {
            while (is_decimal(here()) || is_word_start(here()) || here() == '.') ++at_;
            emit(Token::Kind::number, begin);
        } else if (c == '/' && may_begin_pattern()) {
            read_pattern();
        } else {
            read_operator(begin);
        }
    }

    [[nodiscard]] Token const* before(std::size_t distance) const {
        return tokens_.size() < distance ? nullptr : &tokens_[tokens_.size() - distance];
    }
    /// A member may have any name: `range.of`.
    template <typename Words>
    [[nodiscard]] bool is_word(std::size_t distance, Words const& words) const {
        auto const* token = before(distance);
        auto const* dot = before(distance + 1);
        bool const is_member = dot != nullptr && (dot->is(".") || dot->is("?."));
        return token != nullptr && token->is_name() && !is_member
               && std::ranges::find(words, token->text) != words.end();
    }

    /// A division stands behind a value, a regular expression elsewhere.
    [[nodiscard]] bool may_begin_pattern() {
        static constexpr std::array<std::string_view, 14> words{
            "return",     "typeof", "case",  "in",    "of",    "delete", "void",
            "instanceof", "new",    "throw", "await", "yield", "do",     "else"};
        auto const* last = before(1);
        if (last == nullptr) return true;
        if (last->is_name()) return is_word(1, words);
        if (last->kind != Token::Kind::other) return false;
        if (last->is(")")) return closed_head_;
        if (last->is("]") || last->is("++") || last->is("--")) return false;
        // Of TypeScript: `size! / 2`; and what stands behind a block or an object.
        auto const* value = before(2);
        bool const is_unclear =
            last->is("}")
            || (last->is("!") && value != nullptr
                && (value->is(")") || value->is("]") || (value->is_name() && !is_word(2, words))));
        if (!is_unclear) return true;
        if (is_certain_) is_certain_ = !may_hold_quotes();
        return false;
    }

    /// Whether it matters how the rest of a line is read.
    [[nodiscard]] bool may_hold_quotes() const {
        auto const end = std::min(text_.find_first_of("\r\n", at_), text_.size());
        auto const rest = text_.substr(at_ + 1, end - at_ - 1);
        auto const slash = rest.rfind('/');
        return slash != rest.npos
               && rest.substr(0, slash).find_first_of("\"'`/([{}])") != rest.npos;
    }

    void follow_bracket() {
        auto const text = tokens_.back().text;
        if (text == "(" || text == "[" || text == "{") {
            static constexpr std::array<std::string_view, 4> headed{"if", "while", "for", "with"};
            bool const is_head = text == "(" && is_word(2, headed);
            open_.push_back({text.front(), is_head});
            return;
        }
        if (text != ")" && text != "]" && text != "}") return;
        char const sign = text == ")" ? '(' : text == "]" ? '[' : '{';
        if (open_.empty() || open_.back().sign != sign) {
            is_certain_ = false;
            return;
        }
        closed_head_ = open_.back().is_head;
        open_.pop_back();
    }

    void read_pattern() {
        auto const begin = at_++;
        bool in_class = false;
        bool is_closed = false;
        while (!at_end() && !is_line_end(here())) {
            char const c = here();
            ++at_;
            if (c == '\\') {
                at_ = std::min(at_ + 1, text_.size());
            } else if (c == '[') {
                in_class = true;
            } else if (c == ']') {
                in_class = false;
            } else if (c == '/' && !in_class) {
                while (is_word_start(here())) ++at_;
                is_closed = true;
                break;
            }
        }
        is_certain_ &= is_closed;
        emit(Token::Kind::pattern, begin);
    }

    void read_operator(std::size_t begin) {
        static constexpr std::string_view long_ones[] = {"===",  "!==", "...", "**=", "||=", "&&=",
                                                         "?\?=", "=>",  "==",  "!=",  "&&",  "||",
                                                         "??",   "?.",  "+=",  "-=",  "++",  "--"};
        auto const rest = text_.substr(at_);
        auto const found =
            std::ranges::find_if(long_ones, [&](auto one) { return rest.starts_with(one); });
        at_ += found == std::ranges::end(long_ones) ? 1 : found->size();
        emit(Token::Kind::other, begin);
        follow_bracket();
    }

    void read_string(char quote) {
        auto const begin = at_++;
        auto const inside = at_;
        bool has_escape = false;
        while (!at_end() && here() != quote && !is_line_end(here())) {
            if (here() == '\\') {
                has_escape = true;
                ++at_;
            }
            ++at_;
        }
        at_ = std::min(at_, text_.size());
        auto const content = text_.substr(inside, at_ - inside);
        bool const is_closed = here() == quote;
        if (is_closed) ++at_;
        is_certain_ &= is_closed;
        emit(Token::Kind::string, begin);
        tokens_.back().is_plain = is_closed && !has_escape;
        if (tokens_.back().is_plain) tokens_.back().text = content;
    }

    void read_template() {
        auto const begin = at_;
        bool const is_whole = skip_template(0);
        is_certain_ &= is_whole;
        emit(Token::Kind::string, begin);
        auto& token = tokens_.back();
        token.is_plain = is_whole && token.text.find_first_of("\\$\r\n") == token.text.npos;
        if (token.is_plain) token.text = token.text.substr(1, token.text.size() - 2);
    }

    /// From one backtick behind the other; false when there is none.
    bool skip_template(int nesting) {
        ++at_;
        while (!at_end() && here() != '`') {
            if (here() == '\\') {
                ++at_;
            } else if (here() == '$' && here(1) == '{' && nesting < deepest_nesting) {
                skip_replacement(nesting + 1);
                continue;
            }
            ++at_;
        }
        bool const is_closed = !at_end();
        at_ = std::min(at_ + 1, text_.size());
        return is_closed;
    }

    void skip_replacement(int nesting) {
        at_ += 2;
        for (int depth = 1; !at_end() && depth > 0;) {
            char const c = here();
            if (c == '`') {
                skip_template(nesting);
                continue;
            }
            if (c == '{') ++depth;
            if (c == '}') --depth;
            ++at_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool is_new_line_ = true;
    bool is_certain_ = true;
    std::vector<Token> tokens_{};
    std::vector<Open> open_{};
    bool closed_head_ = false;  ///< what the last `)` closed
};

}  // namespace

Tokens tokenize(std::string_view source) { return Lexer(source).run(); }

}  // namespace dockcheck::context::node
