// Recognition of os.environ, os.getenv and of functions that read one variable for their caller.
#include "analyzer/context/python_environment.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dockcheck::context::python {
namespace {

constexpr std::array<std::string_view, 12> compound_keywords{"if",      "elif", "else",  "for",
                                                             "while",   "with", "try",   "except",
                                                             "finally", "def",  "class", "async"};
/// Words behind which nothing is certain to be reached.
constexpr std::array<std::string_view, 5> leaving_keywords{"return", "yield", "global", "nonlocal",
                                                           "del"};

template <typename Words>
bool is_one_of(Token const& token, Words const& words) {
    return token.is_name() && std::ranges::find(words, token.text) != words.end();
}

/// `raise`, sys.exit( and its kin.
bool leaves_by_error(Tokens const& source, std::uint32_t token) {
    auto const& tokens = source.tokens;
    if (tokens[token].is("raise")) return true;
    if (tokens[token].is("exit") || tokens[token].is("quit")) return tokens[token + 1].is("(");
    bool const is_qualified = (tokens[token].is("sys") || tokens[token].is("os"))
                              && token + 3 < tokens.size() && tokens[token + 1].is(".");
    return is_qualified && (tokens[token + 2].is("exit") || tokens[token + 2].is("_exit"));
}

}  // namespace

std::uint32_t block_end(Tokens const& source, std::uint32_t header) {
    auto line = header + 1;
    while (line < source.lines.size() && source.lines[line].indent > source.lines[header].indent)
        ++line;
    return line;
}

std::uint32_t header_colon(Tokens const& source, Line const& line) {
    int depth = 0;
    for (auto token = line.begin; token < line.end; ++token) {
        auto const& text = source.tokens[token];
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
        if (depth == 0 && text.is(":")) return token;
    }
    return line.end;
}

bool is_straight(Tokens const& source, Range tokens) {
    constexpr std::array<std::string_view, 6> conditional{"if",     "and", "or",
                                                          "lambda", "for", "assert"};
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        if (is_one_of(source.tokens[token], conditional)) return false;
    }
    return true;
}

/// `import os`, `import os as o`, `from os import environ as e, getenv`.
void Environment::learn_import(Range statement) {
    bool const is_from = at(statement.begin).is("from");
    if (is_from && !(at(statement.begin + 1).is("os") && at(statement.begin + 2).is("import")))
        return;
    for (auto token = statement.begin + (is_from ? 3 : 1); token < statement.end; ++token) {
        auto const& imported = at(token);
        auto const& before = at(token - 1);
        bool const is_item =
            imported.is_name() && (before.is(",") || before.is("(") || before.is("import"));
        if (!is_item) continue;
        bool const has_alias = token + 2 < statement.end && at(token + 1).is("as");
        auto const name = has_alias ? at(token + 2).text : imported.text;
        if (is_from && imported.is("environ")) environ_.insert(name);
        if (is_from && imported.is("getenv")) getenv_.insert(name);
        if (!is_from && imported.is("os") && !at(token + 1).is(".")) os_.insert(name);
    }
}

/// `env = os.environ`.
void Environment::learn_alias(Range statement) {
    if (statement.end < statement.begin + 3) return;
    if (!at(statement.begin).is_name() || !at(statement.begin + 1).is("=")) return;
    if (behind_environ(statement.begin + 2) == statement.end)
        environ_.insert(at(statement.begin).text);
}

Helper const* Environment::helper(std::string_view name) const {
    auto const found = helpers_.find(name);
    return found == helpers_.end() ? nullptr : &found->second;
}

std::optional<std::uint32_t> Environment::behind_environ(std::uint32_t token) const {
    if (!at(token).is_name() || (token > 0 && at(token - 1).is("."))) return std::nullopt;
    if (environ_.contains(at(token).text)) return token + 1;
    if (os_.contains(at(token).text) && at(token + 1).is(".") && at(token + 2).is("environ"))
        return token + 3;
    return std::nullopt;
}

std::optional<std::uint32_t> Environment::behind_getenv(std::uint32_t token) const {
    if (!at(token).is_name() || (token > 0 && at(token - 1).is("."))) return std::nullopt;
    if (getenv_.contains(at(token).text)) return token + 1;
    if (os_.contains(at(token).text) && at(token + 1).is(".") && at(token + 2).is("getenv"))
        return token + 3;
    return std::nullopt;
}

/// `(X)` or `(X, default)` of a get; a default of None or "" is as good as none.
std::optional<Access> Environment::call(std::uint32_t open) const {
    if (!at(open).is("(")) return std::nullopt;
    auto const name = open + 1;
    auto const& behind = at(name + 1);
    if (behind.is(")")) return Access{Access::Kind::get, name, name + 2, nullptr};
    if (!behind.is(",")) return std::nullopt;
    auto const& fallback = at(name + 2);
    bool const is_empty = fallback.is("None") || (fallback.is_plain && fallback.text.empty());
    if (at(name + 2).is(")")) return Access{Access::Kind::get, name, name + 3, nullptr};
    if (is_empty && at(name + 3).is(")")) return Access{Access::Kind::get, name, name + 4, nullptr};
    return Access{Access::Kind::get_default, name, name + 2, nullptr};
}

/// `required("X")`, `required(name="X")`.
std::optional<Access> Environment::helper_call(std::uint32_t token) const {
    if (!at(token).is_name() || (token > 0 && (at(token - 1).is(".") || at(token - 1).is("def"))))
        return std::nullopt;
    auto const* const known = helper(at(token).text);
    if (known == nullptr || !at(token + 1).is("(")) return std::nullopt;
    auto name = token + 2;
    if (at(name).is(known->parameter) && at(name + 1).is("=")) name += 2;
    if (!at(name + 1).is(")") && !at(name + 1).is(",")) return std::nullopt;
    auto const kind = known->raises ? Access::Kind::subscript : Access::Kind::get_default;
    return Access{kind, name, name + 2, known};
}

std::optional<Access> Environment::access_at(std::uint32_t token) const {
    if (auto const open = behind_getenv(token)) return call(*open);
    if (auto const behind = behind_environ(token)) {
        if (at(*behind).is("[") && at(*behind + 2).is("]"))
            return Access{Access::Kind::subscript, *behind + 1, *behind + 3, nullptr};
        if (!at(*behind).is(".")) return std::nullopt;
        if (at(*behind + 1).is("get")) return call(*behind + 2);
        if (at(*behind + 1).is("pop") && at(*behind + 2).is("("))
            return Access{Access::Kind::get_default, *behind + 3, *behind + 4, nullptr};
        if (at(*behind + 1).is("setdefault") && at(*behind + 2).is("("))
            return Access{Access::Kind::write, *behind + 3, *behind + 4, nullptr};
        return std::nullopt;
    }
    if (at(token + 1).is("in") && behind_environ(token + 2))
        return Access{Access::Kind::membership, token, token + 2, nullptr};
    if (at(token + 1).is("not") && at(token + 2).is("in") && behind_environ(token + 3))
        return Access{Access::Kind::membership, token, token + 3, nullptr};
    return helper_call(token);
}

/// `environ[key] = x`, `environ.setdefault(key, x)`, `environ.update(x)`, `environ |= x`, putenv(),
/// `store.set_env(parameters)`.
bool Environment::fills_at(std::uint32_t token) const {
    if (at(token).is("putenv") || at(token).is("__setitem__")) return true;
    // Functions of libraries that put into the environment what they fetch elsewhere.
    constexpr std::array<std::string_view, 7> fillers{"set_env",     "setenv",     "set_environ",
                                                      "load_env",    "update_env", "populate_env",
                                                      "load_environ"};
    bool const is_defined = token > 0 && at(token - 1).is("def");
    if (is_one_of(at(token), fillers) && at(token + 1).is("(") && !is_defined) return true;
    auto const behind = behind_environ(token);
    if (!behind) return false;
    auto const is_given = [&](std::uint32_t name, std::string_view end) {
        return at(name).is_plain && !at(name).text.empty() && at(name + 1).is(end);
    };
    auto const& next = at(*behind);
    if (next.is("|=")) return true;
    if (next.is(".")) {
        auto const& method = at(*behind + 1);
        if (method.is("update")) return true;
        return method.is("setdefault") && !is_given(*behind + 3, ",");
    }
    if (!next.is("[") || is_given(*behind + 1, "]")) return false;
    constexpr std::uint32_t longest_name = 40;
    int depth = 0;
    for (auto inner = *behind; inner < *behind + longest_name; ++inner) {
        auto const& text = at(inner);
        if (text.kind == Token::Kind::end) return false;
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
        if (depth == 0) return at(inner + 1).is("=") || at(inner + 1).is("+=");
    }
    return true;
}

/// `not X`, `X is None`, `X == ""`, and any of them followed by `or`.
bool Environment::is_missing_test(Range condition, std::string_view name) const {
    auto token = condition.begin;
    if (at(token).is("not") && at(token + 1).is(name)) {
        token += 2;
    } else if (at(token).is(name) && at(token + 1).is("is") && at(token + 2).is("None")) {
        token += 3;
    } else {
        return false;
    }
    return token == condition.end || (token < condition.end && at(token).is("or"));
}

/// True when the block that a line opens cannot be left but by an error.
bool Environment::block_raises(std::uint32_t header) const {
    auto const& lines = source_.lines;
    auto const colon = header_colon(source_, lines[header]);
    if (colon + 1 < lines[header].end) return leaves_by_error(source_, colon + 1);
    auto const end = block_end(source_, header);
    if (end == header + 1) return false;
    auto const first_level = lines[header + 1].indent;
    std::uint32_t last = header + 1;
    for (auto line = header + 1; line < end; ++line) {
        if (is_one_of(at(lines[line].begin), leaving_keywords)) return false;
        if (lines[line].indent == first_level) last = line;
    }
    return leaves_by_error(source_, lines[last].begin);
}

bool Environment::raises_without(std::uint32_t line, std::string_view name) const {
    auto const& header = source_.lines[line];
    if (!at(header.begin).is("if")) return false;
    auto const colon = header_colon(source_, header);
    return is_missing_test({header.begin + 1, colon}, name) && block_raises(line);
}

/// True when the statement evaluates environ[parameter] whatever happens.
bool Environment::reads_at_once(Range statement, std::string_view parameter) const {
    if (!is_straight(source_, statement)) return false;
    for (auto token = statement.begin; token < statement.end; ++token) {
        auto const access = access_at(token);
        if (access && access->kind == Access::Kind::subscript && at(access->name).is(parameter))
            return true;
    }
    return false;
}

/// `try: return environ[name]` whose handlers all raise again.
bool Environment::try_raises(std::uint32_t line, std::string_view parameter) const {
    auto const& lines = source_.lines;
    if (line + 1 >= lines.size() || lines[line + 1].indent <= lines[line].indent) return false;
    auto const& first = lines[line + 1];
    if (is_one_of(at(first.begin), compound_keywords)
        || !reads_at_once({first.begin, first.end}, parameter))
        return false;
    for (auto next = block_end(source_, line);
         next < lines.size() && lines[next].indent == lines[line].indent
         && at(lines[next].begin).is("except");
         next = block_end(source_, next)) {
        if (!block_raises(next)) return false;
    }
    return true;
}

/// Follows a function's body as long as every line is certainly reached.
bool Environment::certainly_raises(std::uint32_t definition, std::string_view parameter) const {
    auto const& lines = source_.lines;
    auto const end = block_end(source_, definition);
    auto const first_level = definition + 1 < end ? lines[definition + 1].indent : 0;
    for (auto line = definition + 1; line < end; line = block_end(source_, line)) {
        if (lines[line].indent != first_level) return false;
        Range const statement{lines[line].begin, lines[line].end};
        auto const& first = at(statement.begin);
        if (first.is("try")) return try_raises(line, parameter);
        if (first.is("if") && at(statement.begin + 1).is(parameter)
            && at(statement.begin + 2).is("not") && block_raises(line)) {
            auto const test = access_at(statement.begin + 1);
            return test && test->kind == Access::Kind::membership
                   && header_colon(source_, lines[line]) <= test->end + 3;
        }
        if (is_one_of(first, compound_keywords)) return false;
        if (first.is(parameter) && at(statement.begin + 1).is("=")) return false;
        if (reads_at_once(statement, parameter)) return true;
        if (is_one_of(first, leaving_keywords) || first.is("raise")) return false;
        // value = environ.get(name), then a test of the value.
        if (!first.is_name() || !at(statement.begin + 1).is("=")) continue;
        auto const access = access_at(statement.begin + 2);
        bool const is_get = access && access->kind == Access::Kind::get
                            && access->end == statement.end && at(access->name).is(parameter);
        if (is_get && line + 1 < end && lines[line + 1].indent == first_level)
            return raises_without(line + 1, first.text);
    }
    return false;
}

void Environment::learn_helper(std::uint32_t line) {
    auto const& header = source_.lines[line];
    if (header.end < header.begin + 5 || !at(header.begin + 2).is("(")) return;
    auto const& parameter = at(header.begin + 3);
    if (!parameter.is_name()) return;
    auto const end = block_end(source_, line);
    bool reads = false;
    for (auto inner = line + 1; inner < end; ++inner) {
        for (auto token = source_.lines[inner].begin; token < source_.lines[inner].end; ++token) {
            if (at(token).is("yield")) return;
            auto const access = access_at(token);
            reads = reads || (access && at(access->name).is(parameter.text));
        }
    }
    if (!reads) return;
    Helper const helper{parameter.text, line, certainly_raises(line, parameter.text)};
    helpers_.insert_or_assign(at(header.begin + 1).text, helper);
}

bool Environment::fails_on_none(std::uint32_t begin, Access const& access) const {
    if (access.kind != Access::Kind::get || access.helper != nullptr) return false;
    bool const has_empty_text = access.end == access.name + 4 && !at(access.name + 2).is("None");
    if (has_empty_text) return false;
    if (at(access.end).is(".")) return true;
    bool const is_first =
        begin > 1 && at(begin - 1).is("(") && (at(access.end).is(")") || at(access.end).is(","));
    if (!is_first || (begin > 2 && at(begin - 3).is("."))) return false;
    static constexpr std::string_view strict[] = {"int", "float", "open", "create_engine"};
    auto const& called = at(begin - 2);
    return std::ranges::any_of(strict, [&](auto name) { return called.is(name); });
}

}  // namespace dockcheck::context::python
