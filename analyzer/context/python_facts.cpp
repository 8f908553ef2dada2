// A walk over the lines of a Python source that knows which of them certainly run at import.
#include "analyzer/context/python_facts.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "analyzer/context/file_makers.hpp"
#include "analyzer/context/python_facts_reader.hpp"
#include "analyzer/context/python_lists.hpp"
#include "analyzer/context/python_needs.hpp"
#include "analyzer/context/python_server_calls.hpp"
#include "analyzer/text/is_among.hpp"

namespace dockcheck::context {
namespace python {
namespace {

/// Larger sources are generated ones.
constexpr std::size_t largest_source = std::size_t{2} * 1024 * 1024;

/// Context managers that swallow exceptions.
constexpr std::array<std::string_view, 3> swallowing{"suppress", "raises", "assertRaises"};
/// Exceptions that a missing variable does not raise.
constexpr std::array<std::string_view, 3> unrelated_errors{"ImportError", "ModuleNotFoundError",
                                                           "NameError"};

/// True for a source that gives its module names without writing them.
bool makes_names(Tokens const& source) {
    static constexpr std::string_view ways[] = {"__dict__", "__getattr__", "exec", "globals",
                                                "locals",   "setattr",     "vars"};
    return std::ranges::any_of(source.tokens, [](Token const& token) {
        return token.is_name() && is_among(token.text, ways);
    });
}

Reach reach_of(Block const& block) { return {block.is_certain, block.is_reached, block.scope}; }

}  // namespace

PythonFacts FactsReader::read() {
    learn_names();
    files_.count_uses();
    learn_helpers();
    for (std::uint32_t line = 0; line < source_.lines.size(); ++line) read_line(line);
    withdraw_doubtful();
    facts_.may_have_other_names = facts_.may_have_other_names || makes_names(source_);
    facts_.makes_files = may_make_files(source_);
    facts_.server = server_call(source_);
    auto named = named_modules(source_);
    facts_.named_modules = std::move(named.modules);
    facts_.changes_named_modules = named.are_changed;
    facts_.needed = needed_modules(source_);
    return std::move(facts_);
}

/// Imports first: a function may stand before the import that it needs.
void FactsReader::learn_names() {
    for (auto const& line : source_.lines) {
        Range const statement{line.begin, line.end};
        if (!at(line.begin).is("import") && !at(line.begin).is("from")) continue;
        environment_.learn_import(statement);
        settings_.learn_import(statement);
        files_.learn_import(statement);
    }
    for (auto const& line : source_.lines) {
        Range const statement{line.begin, line.end};
        environment_.learn_alias(statement);
        settings_.learn_reader(statement);
        files_.learn_constant(line);
        if (at(line.begin).is_name() && at(line.begin + 1).is("=") && at(line.begin + 2).is("Flask")
            && at(line.begin + 3).is("("))
            applications_.insert(at(line.begin).text);
    }
}

/// Functions of the top level that are defined once, as they stand.
void FactsReader::learn_helpers() {
    std::set<std::string_view> seen;
    for (std::uint32_t line = 0; line < source_.lines.size(); ++line) {
        auto const first = source_.lines[line].begin;
        if (at(first).is("def")) {
            bool const is_decorated = line > 0 && at(source_.lines[line - 1].begin).is("@");
            bool const is_new = seen.insert(at(first + 1).text).second;
            if (!is_new) {
                environment_.forget_helper(at(first + 1).text);
            } else if (source_.lines[line].indent == 0 && !is_decorated) {
                environment_.learn_helper(line);
            }
        } else if (at(first).is_name() && at(first + 1).is("=")) {
            environment_.forget_helper(at(first).text);
            seen.insert(at(first).text);
        }
    }
}

void FactsReader::read_line(std::uint32_t line) {
    auto const& tokens = source_.lines[line];
    while (!blocks_.empty() && tokens.indent <= blocks_.back().indent) blocks_.pop_back();
    auto const outer = blocks_.empty() ? Block{} : blocks_.back();

    constexpr std::array<std::string_view, 14> openers{
        "if",     "elif",    "else", "for",   "while", "with",  "try",
        "except", "finally", "def",  "class", "async", "match", "case"};
    Range const first{tokens.begin, tokens.begin + 1};
    auto const colon = header_colon(source_, tokens);
    // `match` and `case` are names too; `lambda` has a colon of its own.
    bool const opens = holds_word(source_, first, openers) && colon < tokens.end
                       && !(at(tokens.begin + 1).is("=") || at(tokens.begin + 1).is("."));
    if (!opens) return read_statements({tokens.begin, tokens.end}, line, outer);

    Range const header{tokens.begin, colon};
    read_header(line, header, outer);
    auto const inner = opened(line, header, outer);
    if (colon + 1 < tokens.end) read_statements({colon + 1, tokens.end}, line, inner);
    blocks_.push_back(inner);
}

/// What a header evaluates itself: conditions, default values, base classes.
void FactsReader::read_header(std::uint32_t line, Range header, Block const& outer) {
    auto const& keyword = at(header.begin);
    bool const is_evaluated = !keyword.is("elif") && !keyword.is("except") && !keyword.is("case");
    Range const rest{header.begin + 1, header.end};
    bool const is_straight = python::is_straight(source_, rest);
    read_accesses({header, line}, rest, reach_of(outer).only_if(is_evaluated && is_straight));
    if (!outer.is_top_level || outer.is_main) return;
    for (auto token = header.begin + 1; token < header.end; ++token) {
        if (at(token).is(":=") && at(token - 1).is_name()) define(at(token - 1).text);
    }
    if (keyword.is("def") || keyword.is("class")) define(at(header.begin + 1).text);
    if (keyword.is("async") && at(header.begin + 1).is("def")) define(at(header.begin + 2).text);
    auto token = header.begin + 1;
    if (keyword.is("for")) {
        while (token < header.end && !at(token).is("in")) ++token;
        define({header.begin + 1, token});
    }
    if (keyword.is("with")) {
        for (; token + 1 < header.end; ++token) {
            if (at(token).is("as") && at(token + 1).is_name()) define(at(token + 1).text);
        }
    }
}

Block FactsReader::opened(std::uint32_t line, Range header, Block const& outer) {
    Block inner = outer;
    inner.indent = source_.lines[line].indent;
    inner.class_name = {};
    auto const& keyword = at(header.begin);
    if (keyword.is("class")) {
        inner.is_top_level = false;
        if (outer.is_top_level && at(header.begin + 1).is_name()) {
            inner.class_name = at(header.begin + 1).text;
            if (outer.is_certain) read_settings_class(line);
        }
        return inner;
    }
    if (keyword.is("finally")) return inner;
    if (keyword.is("try") || keyword.is("with")) {
        bool const lets_out =
            keyword.is("try") ? lets_errors_out(line) : !holds_word(source_, header, swallowing);
        inner.is_certain = outer.is_certain && lets_out;
        inner.is_reached = outer.is_reached && lets_out;
        return inner;
    }
    inner.is_certain = false;
    inner.is_reached = false;
    if (keyword.is("def") || keyword.is("async")) {
        inner.is_top_level = false;
        inner.scope = Scopes::nowhere;
        bool const is_member = !outer.class_name.empty();
        if (keyword.is("def") && outer.is_certain && (outer.is_top_level || is_member)) {
            inner.scope = scopes_.open_function(line, outer.class_name);
            inner.is_reached = true;
        }
    }
    constexpr std::array<std::string_view, 1> type_checking{"TYPE_CHECKING"};
    if (keyword.is("if") && holds_word(source_, header, type_checking))
        inner.is_for_type_checker = true;
    bool const is_main = keyword.is("if") && outer.is_top_level && outer.is_certain
                         && scopes_.is_main_test({header.begin + 1, header.end});
    if (is_main) {
        inner.is_main = true;
        inner.scope = scopes_.open_main();
        inner.is_reached = true;
    }
    return inner;
}

/// The fields of a class of settings are read when one of it is made.
void FactsReader::read_settings_class(std::uint32_t line) {
    auto const found = settings_.settings_class(line);
    if (!found) return;
    auto const scope = scopes_.open_settings(at(source_.lines[line].begin + 1).text);
    for (auto const& field : found->required)
        scopes_.add_required(scope, {field.variable, field.span, true, true});
    environment_files_.insert(found->files.begin(), found->files.end());
}

/// True when no handler of the `try` in this line takes what a missing variable raises.
bool FactsReader::lets_errors_out(std::uint32_t line) const {
    auto const& lines = source_.lines;
    for (auto next = block_end(source_, line);
         next < lines.size() && lines[next].indent == lines[line].indent
         && at(lines[next].begin).is("except");
         next = block_end(source_, next)) {
        auto const end = header_colon(source_, lines[next]);
        bool names_any = false;
        for (auto token = lines[next].begin + 1; token < end && !at(token).is("as"); ++token) {
            if (!at(token).is_name()) continue;
            names_any = true;
            if (!holds_word(source_, {token, token + 1}, unrelated_errors)) return false;
        }
        if (!names_any) return false;
    }
    return true;
}

void FactsReader::read_statements(Range range, std::uint32_t line, Block const& block) {
    auto begin = range.begin;
    for (auto token = range.begin; token <= range.end; ++token) {
        if (token < range.end && !at(token).is(";")) continue;
        if (begin < token) read_statement({{begin, token}, line}, block);
        begin = token + 1;
    }
}

void FactsReader::read_statement(Statement statement, Block const& block) {
    auto const range = statement.range;
    auto const& first = at(range.begin);
    if (first.is("import") || first.is("from")) {
        if (block.is_reached) scopes_.add_import(block.scope, range);
        return read_import(range, block);
    }
    if (first.is("global")) define({range.begin + 1, range.end});
    if (block.is_top_level && !block.is_main) define_targets(range);
    bool const is_straight = !first.is("del") && python::is_straight(source_, range);
    read_accesses(statement, range, reach_of(block).only_if(is_straight));
    if (first.is("return")) scopes_.leave(block.scope);
}

void FactsReader::read_import(Range statement, Block const& block) {
    bool const is_from = at(statement.begin).is("from");
    auto const add = [&](std::string_view module) {
        if (block.is_for_type_checker || module.empty()) return;
        if (imports_.insert(module).second) facts_.imports.emplace_back(module);
    };
    auto token = statement.begin + 1;
    if (is_from) {
        if (token < statement.end && at(token).is_name() && !at(token).is("import"))
            add(at(token).text);
        while (token < statement.end && !at(token).is("import")) ++token;
        ++token;
    }
    for (; token < statement.end; ++token) {
        bool const begins_item =
            at(token - 1).is(",") || at(token - 1).is("(") || at(token - 1).is("import");
        if (is_from && at(token).is("*") && block.is_top_level && !block.is_main)
            facts_.may_have_other_names = true;
        if (!begins_item || !at(token).is_name()) continue;
        if (!is_from) add(at(token).text);
        auto last = token;
        while (last + 2 < statement.end && at(last + 1).is(".")) last += 2;
        auto const name = last + 2 < statement.end && at(last + 1).is("as") ? last + 2 : token;
        if (block.is_top_level && !block.is_main && !block.is_for_type_checker)
            define(at(name).text);
    }
}

/// Everything in front of a `=` of the statement itself, and names given by `:=`.
void FactsReader::define_targets(Range statement) {
    int depth = 0;
    auto target = statement.begin;
    auto annotation = statement.end;
    for (auto token = statement.begin; token < statement.end; ++token) {
        auto const& text = at(token);
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
        if (text.is(":=") && token > statement.begin && at(token - 1).is_name())
            define(at(token - 1).text);
        if (depth != 0) continue;
        if (text.is("lambda")) return;
        if (text.is(":") && annotation == statement.end) annotation = token;
        if (!text.is("=")) continue;
        define({target, std::min(annotation, token)});
        target = token + 1;
    }
}

/// Names of a target such as `a`, `a, b` or `(a, *b)`; attributes and elements name nothing.
void FactsReader::define(Range target) {
    for (auto token = target.begin; token < target.end; ++token) {
        if (at(token).kind == Token::Kind::string || at(token).is(".")) return;
        bool const is_part =
            token + 1 < target.end && (at(token + 1).is("[") || at(token + 1).is("("));
        if (at(token).is_name() && is_part) return;
    }
    for (auto token = target.begin; token < target.end; ++token) {
        if (at(token).is_name()) define(at(token).text);
    }
}

void FactsReader::define(std::string_view name) {
    if (definitions_.insert(name).second) facts_.definitions.emplace_back(name);
}

}  // namespace python

PythonFacts read_python(Source const& source) {
    auto const bytes = source.bytes();
    if (bytes.size() > python::largest_source) return {};
    return python::FactsReader(bytes).read();
}

}  // namespace dockcheck::context
