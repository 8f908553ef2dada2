// A walk over the tokens of a JavaScript source that knows which of them loading it evaluates.
#include "analyzer/context/node_facts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/context/file_makers.hpp"
#include "analyzer/context/node_environment.hpp"
#include "analyzer/context/node_listening.hpp"
#include "analyzer/context/node_statements.hpp"
#include "analyzer/context/node_tokens.hpp"

namespace dockcheck::context::node {
namespace {

/// Larger sources are generated ones.
constexpr std::size_t largest_source = std::size_t{2} * 1024 * 1024;

class NodeReader {
 public:
    explicit NodeReader(std::vector<Token> tokens)
        : tokens_(std::move(tokens)), environment_(tokens_) {
        find_parameters();
    }

    NodeFacts read() {
        auto const end = static_cast<std::uint32_t>(tokens_.size() - tokens_behind);
        for (std::uint32_t token = 0; token < end; ++token) {
            environment_.learn(token);
            learn_require(token);
            step(token);
            learn_end(token);
        }
        environment_.tell(facts_);
        facts_.makes_files = may_make_files(tokens_);
        facts_.writes_files = may_write_files(tokens_);
        facts_.changes_loading = may_change_loading(tokens_);
        facts_.listening = listen_calls(tokens_);
        return std::move(facts_);
    }

 private:
    /// A bracket that is open, and how certain what stands in it is to be evaluated.
    struct Level {
        bool is_certain = true;
        bool is_doubtful = false;  ///< the rest of the expression or statement is not certain
        bool is_loop = false;      ///< the head of a `for`
        bool is_head = false;      ///< the parentheses behind `if` and its like
        bool is_later = false;     ///< of a function, that may be called or not
        bool is_arrow = false;     ///< the rest of the expression is
    };

    [[nodiscard]] Token const& at(std::uint32_t token) const { return tokens_[token]; }
    [[nodiscard]] bool is_certain() const {
        return levels_.back().is_certain && !levels_.back().is_doubtful && !may_have_left_;
    }

    /// `const require = createRequire(...)`: whatever names it but a call.
    void learn_require(std::uint32_t token) {
        bool const is_member = token > 0 && at(token - 1).is(".");
        if (at(token).is("createRequire")) facts_.has_own_require = true;
        if (at(token).is("require") && (is_member || !at(token + 1).is("(")))
            facts_.has_own_require = true;
        if (at(token).is("require") && token > 0 && at(token - 1).is("function"))
            facts_.has_own_require = true;
        // `globalThis["require"] = ...`
        if (at(token).is_plain && at(token).text == "require") facts_.has_own_require = true;
    }

    /// Where no semicolon ends the last one.
    [[nodiscard]] bool begins_statement(std::uint32_t token) const {
        if (token == 0 || !at(token).begins_line) return false;
        auto const& last = at(token - 1);
        return last.kind != Token::Kind::other || last.is(")") || last.is("]") || last.is("}");
    }

    /// `return`, `throw` or process.exit() outside of functions: what follows is not reached, or
    /// only sometimes.
    void learn_end(std::uint32_t token) {
        auto const& here = at(token);
        bool const is_member = token > 0 && at(token - 1).is(".");
        bool const is_statement = !is_member && (here.is("return") || here.is("throw"));
        bool const is_exit = here.is("exit") && at(token + 1).is("(")
                             && (token == 0 || !at(token - 1).is("function"));
        bool const is_arrow = levels_.back().is_arrow
                              && !begins_statement(is_member && token > 1 ? token - 2 : token);
        bool const is_later = levels_.back().is_later || is_arrow;
        if ((is_statement || is_exit) && !is_later && token != known_end_) may_have_left_ = true;
    }

    /// A `{` that is no value: of a function, a class, or a block of statements.
    [[nodiscard]] bool is_function_brace(std::uint32_t token) const {
        static constexpr std::array<std::string_view, 5> words{"else", "try", "finally", "do",
                                                               "catch"};
        static constexpr std::array<std::string_view, 4> signs{";", "{", "}", ":"};
        if (token == 0) return false;
        auto const& last = at(token - 1);
        bool const is_block =
            is_word_of(last, words)
            || std::ranges::any_of(signs, [&](auto sign) { return last.is(sign); })
            || (last.is(")") && closed_head_ == token - 1);
        return !is_block;
    }

    void step(std::uint32_t token) {
        auto const& here = at(token);
        settle_doubt(token);
        if (here.is("(") || here.is("[") || here.is("{")) {
            bool const is_body = here.is("{") && !is_value_brace(tokens_, token);
            bool const is_loop = here.is("(") && token > 0 && at(token - 1).is("for");
            bool const is_head =
                here.is("(") && token > 0
                && (is_word_of(at(token - 1), headed) || at(token - 1).is("await"));
            auto const& outer = levels_.back();
            bool const is_later =
                outer.is_later || outer.is_arrow || (is_body && is_function_brace(token));
            levels_.push_back({is_certain() && !is_body && !parameters_.contains(token), false,
                               is_loop, is_head, is_later});
            return;
        }
        if (here.is(")") || here.is("]") || here.is("}")) {
            if (levels_.back().is_head) closed_head_ = token;
            if (levels_.size() > 1) levels_.pop_back();
            if (here.is(")") && heads_.erase(levels_.size()) > 0) raise_doubt(token);
            return;
        }
        static constexpr std::array<std::string_view, 9> branching{"=>", "?",   "&&",  "||",  "??",
                                                                   "?.", "&&=", "||=", "?\?="};
        static constexpr std::array<std::string_view, 4> opening{"else", "try", "do", "class"};
        bool const branches =
            std::ranges::any_of(branching, [&](auto one) { return here.is(one); });
        // What is done behind each round.
        if (here.is(";") && levels_.back().is_loop) levels_.back().is_certain = false;
        if (is_certain()) read_certain(token);
        if (here.is("=>") && !at(token + 1).is("{")) levels_.back().is_arrow = true;
        if (branches || is_word_of(here, opening)) raise_doubt(token);
        if (here.is("function") || is_word_of(here, headed)) heads_.insert(levels_.size());
    }

    /// What follows is evaluated or not; the next token belongs to it.
    void raise_doubt(std::uint32_t token) {
        levels_.back().is_doubtful = true;
        doubted_ = token + 1;
    }

    /// Doubt ends with the expression or the statement.
    void settle_doubt(std::uint32_t token) {
        static constexpr std::array<std::string_view, 10> beginning{
            "const", "let", "var", "import", "export", "function", "class", "if", "for", "while"};
        if (token == doubted_) return;
        auto const& here = at(token);
        auto& level = levels_.back();
        bool const is_statement = here.begins_line && is_word_of(here, beginning);
        bool const is_behind_block = token > 0 && at(token - 1).is("}") && here.begins_line;
        if (here.is(";") || (here.is(",") && levels_.size() > 1) || is_statement || is_behind_block)
            level.is_doubtful = level.is_arrow = false;
        if (is_statement || here.is(";")) heads_.erase(levels_.size());
    }

    /// The `(` of parameters: what stands in for a missing argument is evaluated by a call. Behind
    /// their `)` comes a body, an arrow or the type of what is returned.
    void find_parameters() {
        std::vector<std::uint32_t> open;
        for (std::uint32_t token = 0; token + tokens_behind < tokens_.size(); ++token) {
            if (at(token).is("(")) open.push_back(token);
            if (!at(token).is(")") || open.empty()) continue;
            auto const begin = open.back();
            open.pop_back();
            auto const& behind = at(token + 1);
            bool const is_head = begin > 0 && is_word_of(at(begin - 1), headed);
            if (!is_head && (behind.is("{") || behind.is("=>") || behind.is(":")))
                parameters_.insert(begin);
        }
    }

    // -- what is certainly evaluated --------------------------------------------------------------
    void read_certain(std::uint32_t token) {
        auto const& here = at(token);
        bool const is_member = token > 0 && (at(token - 1).is(".") || at(token - 1).is("?."));
        if (is_member) return;
        bool const is_top = levels_.size() == 1;
        if (here.is("require") && at(token + 1).is("(") && at(token + 2).is_plain
            && at(token + 3).is(")")) {
            facts_.imports.push_back(
                {std::string(at(token + 2).text), at(token + 2).span, true, true});
        }
        if (is_top && (here.is("import") || here.is("export"))) read_import(token);
        if (is_top && here.is("const")) learn_constant(token);
        if (is_top && here.is("if") && at(token + 1).is("(")) read_test(token + 1);
        if (here.is("process")) read_use(token);
        if (here.is("fs") && at(token + 1).is(".")) read_file(token, token + 2);
        if (here.is("readFileSync")) read_file(token, token);
    }

    /// `fs.readFileSync("config.json", "utf8")`.
    void read_file(std::uint32_t begin, std::uint32_t function) {
        auto const& path = at(function + 2);
        bool const is_read = at(function).is("readFileSync") && at(function + 1).is("(")
                             && path.is_plain && !path.text.empty();
        bool const is_whole = at(function + 3).is(")") || at(function + 3).is(",");
        if (is_read && is_whole)
            facts_.opened.push_back({std::string(path.text), join(at(begin).span, path.span)});
    }

    /// `import a, { b as c } from "x"`, `import "x"`, `export * from "x"`.
    void read_import(std::uint32_t token) {
        bool const is_import = at(token).is("import");
        bool const is_type = at(token + 1).is("type") && !at(token + 2).is("from");
        if (is_import && at(token + 1).is_plain) {
            facts_.imports.push_back({std::string(at(token + 1).text), at(token + 1).span, true});
            return;
        }
        if (is_type || (!is_import && !at(token + 1).is("*") && !at(token + 1).is("{"))) return;
        std::vector<std::string_view> names;
        bool is_typed = false;
        for (auto next = token + 1; next < token + most_names; ++next) {
            auto const& text = at(next);
            if (text.is("from") && at(next + 1).is_plain) {
                bool const is_used = !is_import || is_called(names);
                facts_.imports.push_back(
                    {std::string(at(next + 1).text), at(next + 1).span, is_used});
                return;
            }
            if (text.kind == Token::Kind::end || text.is(";") || text.is("=") || text.is("("))
                return;
            if (text.is("}") && !at(next + 1).is("from")) return;
            if (text.is("type")) {
                is_typed = true;
            } else if (text.is(",")) {
                is_typed = false;
            } else if (text.is_name() && !text.is("as") && !is_typed) {
                names.push_back(text.text);
            }
        }
    }

    /// Names that are called or made somewhere: such a use is no type.
    [[nodiscard]] bool is_called(std::vector<std::string_view> const& names) {
        if (!called_) {
            called_.emplace();
            for (std::uint32_t token = 0; token + tokens_behind < tokens_.size(); ++token) {
                bool const is_member = token > 0 && at(token - 1).is(".");
                bool const is_call = at(token + 1).is("(") || (token > 0 && at(token - 1).is("@"));
                if (at(token).is_name() && !is_member && is_call) called_->insert(at(token).text);
            }
        }
        return std::ranges::any_of(names, [&](auto name) { return called_->contains(name); });
    }

    void require(Variable const& variable) {
        if (variable.name.empty() || variable.name == "NODE_ENV") return;
        facts_.required.push_back({std::string(variable.name), variable.span, true, false});
    }

    /// `process.env.NAME.split(",")`: there is nothing to ask a missing one for.
    void read_use(std::uint32_t token) {
        auto const variable = variable_at(tokens_, token);
        if (variable && at(variable->end).is(".") && at(variable->end + 1).is_name())
            require(*variable);
    }

    /// `const NAME = process.env.NAME;`, `const { A, B } = process.env;`.
    void learn_constant(std::uint32_t token) {
        if (at(token + 1).is_name() && at(token + 2).is("=")) {
            auto const variable = variable_at(tokens_, token + 3);
            if (!variable) return;
            auto const& next = at(variable->end);
            if (next.is(";") || next.begins_line) constants_[at(token + 1).text] = *variable;
            return;
        }
        if (!at(token + 1).is("{")) return;
        std::vector<std::uint32_t> names;
        auto next = token + 2;
        for (; at(next).is_name() && next < token + most_names; next += 2) {
            names.push_back(next);
            if (!at(next + 1).is(",")) {
                ++next;
                break;
            }
        }
        bool const is_environment = at(next).is("}") && at(next + 1).is("=")
                                    && at(next + 2).is("process") && at(next + 4).is("env")
                                    && (at(next + 5).is(";") || at(next + 5).begins_line);
        if (!is_environment) return;
        for (auto const name : names) constants_[at(name).text] = {at(name).text, at(name).span, 0};
    }

    /// One test that a missing variable passes, behind which is `||` or the end of the condition.
    std::optional<Variable> missing_test(std::uint32_t& token) const {
        bool const is_not = at(token).is("!");
        bool const is_type = at(token).is("typeof");
        auto const value = is_not || is_type ? token + 1 : token;
        auto variable = variable_at(tokens_, value);
        if (!variable) {
            auto const known = constants_.find(at(value).text);
            if (known == constants_.end() || !at(value).is_name()) return std::nullopt;
            variable = known->second;
            variable->end = value + 1;
        }
        token = variable->end;
        if (is_not) return variable;
        if (!at(token).is("===") && !at(token).is("==")) return std::nullopt;
        auto const& against = at(token + 1);
        token += 2;
        if (is_type) return against.text == "undefined" ? variable : std::nullopt;
        bool const is_missing =
            against.is("undefined") || (against.is("null") && at(token - 2).is("=="));
        return is_missing ? variable : std::nullopt;
    }

    /// `if (!process.env.A || !B) { ...; process.exit(1); }`.
    void read_test(std::uint32_t open) {
        std::vector<Variable> found;
        auto token = open + 1;
        while (found.size() < most_names) {
            auto const variable = missing_test(token);
            if (!variable) return;
            found.push_back(*variable);
            if (at(token).is(")")) break;
            if (!at(token).is("||")) return;
            ++token;
        }
        auto const end = at(token).is(")") ? end_of(token + 1) : std::nullopt;
        if (!end) return;
        // Who ends without an error does so on purpose.
        bool const is_good = at(*end).is("exit") && (at(*end + 2).is(")") || at(*end + 2).is("0"));
        if (!is_good) known_end_ = *end;
        for (auto const& variable : found) require(variable);
    }

    /// The `throw` or `exit` of a statement or block that cannot be left in another way.
    [[nodiscard]] std::optional<std::uint32_t> end_of(std::uint32_t token) const {
        auto const ends = [&](std::uint32_t place) -> std::optional<std::uint32_t> {
            bool const is_exit = at(place).is("process") && at(place + 1).is(".")
                                 && at(place + 2).is("exit") && at(place + 3).is("(");
            if (is_exit) return place + 2;
            return at(place).is("throw") ? std::optional(place) : std::nullopt;
        };
        if (!at(token).is("{")) return ends(token);
        int depth = 0;
        for (; at(token).kind != Token::Kind::end; ++token) {
            auto const& text = at(token);
            if (text.is("{") || text.is("(") || text.is("[")) ++depth;
            if (text.is("}") || text.is(")") || text.is("]")) --depth;
            if (depth == 0) return std::nullopt;
            auto const& before = at(token - 1);
            bool const begins = before.is("{") || before.is(";") || before.is("}")
                                || (before.is(")") && text.begins_line);
            if (depth == 1 && begins && ends(token)) return ends(token);
            if (may_turn(text)) return std::nullopt;
        }
        return std::nullopt;
    }

    static constexpr std::uint32_t most_names = 400;
    /// Words with a head in parentheses, behind which a statement or a body stands.
    static constexpr std::array<std::string_view, 6> headed{"if",     "for",   "while",
                                                            "switch", "catch", "with"};

    std::vector<Token> tokens_;
    Environment environment_;
    std::vector<Level> levels_{1};
    std::set<std::size_t> heads_{};  ///< levels at which such a word waits for its head
    std::uint32_t doubted_ = 0;
    std::uint32_t closed_head_ = 0;         ///< the `)` of the last head
    std::uint32_t known_end_ = UINT32_MAX;  ///< that a missing variable alone leads to
    bool may_have_left_ = false;
    std::map<std::string_view, Variable> constants_{};
    std::optional<std::set<std::string_view>> called_{};
    std::set<std::uint32_t> parameters_{};  ///< their `(`
    NodeFacts facts_{};
};

}  // namespace
}  // namespace dockcheck::context::node

namespace dockcheck::context {

NodeFacts read_node(Source const& source) {
    auto const bytes = source.bytes();
    if (bytes.size() > node::largest_source) return {};
    auto tokens = node::tokenize(bytes);
    if (tokens.is_certain) return node::NodeReader(std::move(tokens.all)).read();
    NodeFacts unclear;
    unclear.is_unclear = true;
    return unclear;
}

}  // namespace dockcheck::context
