// Recognition of process.env and of modules that read files with variables.
#include "analyzer/context/node_environment.hpp"

#include <algorithm>
#include <array>

namespace dockcheck::context::node {
namespace {

/// Tokens of one call that are looked at.
constexpr std::uint32_t longest_call = 400;

}  // namespace

std::optional<Variable> variable_at(std::vector<Token> const& tokens, std::uint32_t token) {
    auto const at = [&](std::uint32_t place) -> Token const& { return tokens[place]; };
    if (!at(token).is("process") || !at(token + 1).is(".") || !at(token + 2).is("env"))
        return std::nullopt;
    if (at(token + 3).is(".") && at(token + 4).is_name())
        return Variable{at(token + 4).text, join(at(token).span, at(token + 4).span), token + 5};
    if (at(token + 3).is("[") && at(token + 4).is_plain && at(token + 5).is("]"))
        return Variable{at(token + 4).text, join(at(token).span, at(token + 5).span), token + 6};
    return std::nullopt;
}

void Environment::learn(std::uint32_t token) {
    auto const& here = at(token);
    if (here.is("dotenv") && at(token + 1).is(".") && at(token + 2).is("config"))
        learn_file(token + 3);
    if (here.is("loadEnvFile")) learn_file(token + 1);
    if (here.is("chdir")) changes_folder_ = true;
    if (here.kind == Token::Kind::string && here.is_plain) learn_module(token);
    if (here.is("process")) learn_process(token);
}

/// Who has the environment, or the process, under another name may set anything.
void Environment::learn_process(std::uint32_t token) {
    bool const is_taken = token > 0 && at(token - 1).is("=");
    if (at(token + 1).is("[") || (is_taken && !at(token + 1).is(".") && !at(token + 1).is("?.")))
        fills_environment_ = true;
    if (!(at(token + 1).is(".") || at(token + 1).is("?.")) || !at(token + 2).is("env")) return;
    auto const& behind = at(token + 3);
    auto const variable = variable_at(tokens_, token);
    if (!variable) {
        if (behind.is("[")) return learn_dynamic(token + 3);
        // `const { A, B } = process.env`, `"A" in process.env`.
        bool const is_read =
            token > 1 && ((is_taken && at(token - 2).is("}")) || at(token - 1).is("in"));
        bool const is_member = behind.is("?.") && at(token + 4).is_name();
        if (!is_read && !is_member) fills_environment_ = true;
        return;
    }
    static constexpr std::array<std::string_view, 4> writing{"=", "||=", "?\?=", "&&="};
    auto const& next = at(variable->end);
    if (std::ranges::any_of(writing, [&](auto one) { return next.is(one); }))
        written_.emplace_back(variable->name);
}

/// `process.env[name] = value`.
void Environment::learn_dynamic(std::uint32_t open) {
    int depth = 0;
    for (auto token = open; at(token).kind != Token::Kind::end; ++token) {
        if (at(token).is("[")) ++depth;
        if (at(token).is("]") && --depth == 0) {
            auto const& behind = at(token + 1).text;
            bool const is_test = behind.starts_with("==") || behind == "=>";
            if (behind.ends_with('=') && !is_test && behind != "!=" && behind != "!==")
                fills_environment_ = true;
            return;
        }
        if (token - open > 20) break;
    }
    fills_environment_ = true;
}

/// Modules that read files with variables.
void Environment::learn_module(std::uint32_t token) {
    auto const module = at(token).text;
    bool const is_loaded = token > 0
                           && (at(token - 1).is("from") || at(token - 1).is("import")
                               || (at(token - 1).is("(") && token > 1
                                   && (at(token - 2).is("require") || at(token - 2).is("import"))));
    if (!is_loaded) return;
    mentioned_.insert(std::string(module));
    bool const is_process = module == "process" || module == "node:process";
    bool const is_foreign = !module.starts_with('.') && module.find("env") != module.npos;
    if (is_process || (is_foreign && !module.starts_with("dotenv"))) fills_environment_ = true;
    if (!module.starts_with("dotenv")) return;
    if (module == "dotenv/config") {
        files_.insert(".env");
    } else if (module != "dotenv") {
        fills_environment_ = true;
    } else if (at(token + 1).is(")") && at(token + 2).is(".")) {
        learn_file(token + 4);
    } else if (!at(token - 1).is("from") || !at(token - 2).is("dotenv")) {
        // Under its usual name it is found where it is called.
        bool const is_usual =
            token > 4 && at(token - 2).is("require") && at(token - 4).is("dotenv");
        bool const is_star = token > 2 && at(token - 2).is("dotenv");
        if (!is_usual && !is_star) fills_environment_ = true;
    }
}

/// `()`, `({ path: ".env.local" })`.
void Environment::learn_file(std::uint32_t open) {
    if (!at(open).is("(")) {
        fills_environment_ = true;
        return;
    }
    static constexpr std::array<std::string_view, 10> harmless{
        "path",    "override", "debug",     "true",  "false",
        "resolve", "join",     "__dirname", "quiet", "encoding"};
    std::string_view name = ".env";
    int strings = 0;
    int depth = 0;
    bool is_known = true;
    for (auto token = open; at(token).kind != Token::Kind::end; ++token) {
        auto const& text = at(token);
        is_known &= token < open + longest_call;
        if (!is_known) break;
        if (text.is("(")) ++depth;
        if (text.is(")") && --depth == 0) break;
        if (text.kind == Token::Kind::string) {
            name = text.text.substr(text.text.rfind('/') + 1);
            bool const is_up = text.is_plain && text.text.find_first_not_of("./") == text.text.npos;
            if (is_up) name = ".env";
            strings += is_up ? 0 : 1;
            is_known &= text.is_plain;
        } else if (text.is_name()) {
            is_known &= std::ranges::find(harmless, text.text) != harmless.end();
        }
    }
    if (is_known && strings < 2 && !name.empty()) {
        files_.emplace(name);
    } else {
        fills_environment_ = true;
    }
}

void Environment::tell(NodeFacts& facts) const {
    facts.environment_files.assign(files_.begin(), files_.end());
    facts.mentioned.assign(mentioned_.begin(), mentioned_.end());
    facts.written = written_;
    facts.fills_environment = fills_environment_;
    facts.changes_folder = changes_folder_;
}

}  // namespace dockcheck::context::node
