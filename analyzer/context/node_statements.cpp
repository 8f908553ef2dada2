// Recognition of tokens by their neighbours.
#include "analyzer/context/node_statements.hpp"

#include <array>
#include <string_view>

namespace dockcheck::context::node {

bool is_value_brace(std::vector<Token> const& tokens, std::uint32_t token) {
    static constexpr std::array<std::string_view, 9> before{"=", "(",  ",",  ":",     "[",
                                                            "?", "??", "||", "return"};
    if (token == 0) return false;
    auto const& last = tokens[token - 1];
    return last.is("import") || last.is("export")
           || std::ranges::any_of(before, [&](auto one) { return last.is(one); });
}

bool may_turn(Token const& token) {
    static constexpr std::array<std::string_view, 18> turning{
        "if",    "else", "for",      "while",  "do",    "switch",   "case",  "default", "try",
        "catch", "with", "function", "return", "break", "continue", "class", "async",   "await"};
    static constexpr std::array<std::string_view, 6> signs{"&&", "||", "??", "?", "?.", "=>"};
    return is_word_of(token, turning)
           || std::ranges::any_of(signs, [&](auto sign) { return token.is(sign); });
}

bool may_change_loading(std::vector<Token> const& tokens) {
    static constexpr std::array<std::string_view, 4> hooks{"registerHooks", "_extensions",
                                                           "_resolveFilename", "_load"};
    for (std::size_t token = 0; token + tokens_behind < tokens.size(); ++token) {
        auto const& here = tokens[token];
        if (here.is_plain && here.text.ends_with("register")) return true;
        if (is_word_of(here, hooks)) return true;
        bool const is_member = token > 1 && tokens[token - 1].is(".");
        auto const& object = tokens[is_member ? token - 2 : token];
        bool const is_of_module =
            !is_member || object.is("module") || object.is("Module") || object.is(")");
        if (here.is("extensions") && is_member && object.is("require")) return true;
        if (here.is("register") && tokens[token + 1].is("(") && is_of_module) return true;
    }
    return false;
}

}  // namespace dockcheck::context::node
