// A walk over the lines of a Python source that knows which of them certainly run at import.
#include "analyzer/context/python_facts.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/context/file_makers.hpp"
#include "analyzer/context/python_environment.hpp"
#include "analyzer/context/python_files.hpp"
#include "analyzer/context/python_lists.hpp"
#include "analyzer/context/python_scopes.hpp"
#include "analyzer/context/python_settings.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context {
namespace {

using python::Access;
using python::Line;
using python::Range;
using python::Token;
using python::Tokens;

/// Larger sources are generated ones.
constexpr std::size_t largest_source = std::size_t{2} * 1024 * 1024;

/// Calls after which a variable may come from a file.
constexpr std::array<std::string_view, 4> file_loaders{"load_dotenv", "read_env", "read_dotenv",
                                                       "read_envfile"};
/// Context managers that swallow exceptions.
constexpr std::array<std::string_view, 3> swallowing{"suppress", "raises", "assertRaises"};
/// Exceptions that a missing variable does not raise.
constexpr std::array<std::string_view, 3> unrelated_errors{"ImportError", "ModuleNotFoundError",
                                                           "NameError"};

/// What is known about a block of lines.
struct Block {
    std::uint32_t indent = 0;  ///< of its header
    bool is_certain = true;    ///< runs at import, and what it raises gets out
    bool is_top_level = true;  ///< its names are the module's
    bool is_for_type_checker = false;
    std::uint32_t scope = python::Scopes::module;  ///< the code that it is part of
    bool is_reached = true;            ///< whenever that code runs, and what it raises gets out
    std::string_view class_name = {};  ///< of the class whose body it is
};

/// How certain it is that something is evaluated.
struct Reach {
    bool at_import = false;
    bool in_scope = false;
    std::uint32_t scope = python::Scopes::nowhere;

    [[nodiscard]] Reach only_if(bool condition) const {
        return {at_import && condition, in_scope && condition, scope};
    }
};

Reach reach_of(Block const& block) { return {block.is_certain, block.is_reached, block.scope}; }

template <typename Words>
bool holds_word(Tokens const& source, Range range, Words const& words) {
    for (auto token = range.begin; token < range.end; ++token) {
        auto const& candidate = source.tokens[token];
        if (candidate.is_name() && std::ranges::find(words, candidate.text) != words.end())
            return true;
    }
    return false;
}

class FactsReader {
 public:
    explicit FactsReader(std::string_view bytes)
        : source_(python::tokenize(bytes)),
          environment_(source_),
          scopes_(source_),
          settings_(source_),
          files_(source_) {}

    PythonFacts read();

 private:
    struct Statement {
        Range range;
        std::uint32_t line;
    };

    void learn_names();
    void learn_helpers();
    void read_line(std::uint32_t line);
    void read_statements(Range range, std::uint32_t line, Block const& block);
    void read_statement(Statement statement, Block const& block);
    void read_header(std::uint32_t line, Range header, Block const& outer);
    [[nodiscard]] Block opened(std::uint32_t line, Range header, Block const& outer);
    [[nodiscard]] bool lets_errors_out(std::uint32_t line) const;
    void read_settings_class(std::uint32_t line);
    void read_environment_file(std::uint32_t open);
    void read_import(Range statement, Block const& block);
    void define_targets(Range statement);
    void define(Range target);
    void define(std::string_view name);
    void read_accesses(Statement statement, Range tokens, Reach reach);
    void add_read(Statement statement, std::uint32_t begin, Access const& access, Range tokens,
                  Reach reach);
    [[nodiscard]] bool raises(Statement statement, Access const& access) const;
    [[nodiscard]] bool is_tested_next(Statement statement, Access const& access) const;
    [[nodiscard]] bool is_assigned_to(Range statement, std::uint32_t end) const;
    void read_app_run(std::uint32_t token);
    void withdraw_doubtful();
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    Tokens source_;
    python::Environment environment_;
    python::Scopes scopes_;
    python::Settings settings_;
    python::FileReads files_;
    std::vector<Block> blocks_;
    std::set<std::string_view> applications_{"app", "application"};
    std::set<std::string_view> imports_{};
    std::set<std::string_view> definitions_{};
    std::set<std::string_view> written_{};
    std::set<std::string, std::less<>> environment_files_{};
    PythonFacts facts_;
};

PythonFacts FactsReader::read() {
    learn_names();
    files_.count_uses();
    learn_helpers();
    for (std::uint32_t line = 0; line < source_.lines.size(); ++line) read_line(line);
    withdraw_doubtful();
    facts_.makes_files = may_make_files(source_);
    auto named = python::named_modules(source_);
    facts_.named_modules = std::move(named.modules);
    facts_.changes_named_modules = named.are_changed;
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
    auto const colon = python::header_colon(source_, tokens);
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
    if (!outer.is_top_level) return;
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
        inner.scope = python::Scopes::nowhere;
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
    for (auto next = python::block_end(source_, line);
         next < lines.size() && lines[next].indent == lines[line].indent
         && at(lines[next].begin).is("except");
         next = python::block_end(source_, next)) {
        auto const end = python::header_colon(source_, lines[next]);
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
    if (block.is_top_level) define_targets(range);
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
        if (is_from && at(token).is("*") && block.is_top_level) facts_.has_star_import = true;
        if (!begins_item || !at(token).is_name()) continue;
        if (!is_from) add(at(token).text);
        auto last = token;
        while (last + 2 < statement.end && at(last + 1).is(".")) last += 2;
        auto const name = last + 2 < statement.end && at(last + 1).is("as") ? last + 2 : token;
        if (block.is_top_level && !block.is_for_type_checker) define(at(name).text);
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

void FactsReader::read_accesses(Statement statement, Range tokens, Reach reach) {
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        read_app_run(token);
        if (environment_.fills_at(token)) facts_.fills_environment = true;
        auto access = environment_.access_at(token);
        if (!access) access = settings_.access_at(token);
        if (access) {
            add_read(statement, token, *access, tokens, reach);
        } else if (at(token).is("environ") && at(token + 1).is(".") && at(token + 2).is("update")) {
            facts_.fills_environment = true;
        } else if (at(token + 1).is("(") && holds_word(source_, {token, token + 1}, file_loaders)) {
            read_environment_file(token + 1);
        } else if (at(token).is("chdir")) {
            facts_.changes_folder = true;
        }
        if (!reach.in_scope) continue;
        scopes_.add_call(reach.scope, token);
        if (auto file = files_.opened_at(token)) scopes_.add_opened(reach.scope, std::move(*file));
    }
}

void FactsReader::read_environment_file(std::uint32_t open) {
    // Calls in calls without an end would be read again and again.
    if (facts_.fills_environment) return;
    auto const file = python::loaded_file(source_, open);
    if (file.is_known) {
        environment_files_.emplace(file.name);
    } else {
        facts_.fills_environment = true;
    }
}

/// True when a `=` of the statement follows: what stands before it is written, not read.
bool FactsReader::is_assigned_to(Range statement, std::uint32_t end) const {
    int depth = 0;
    for (auto token = end; token < statement.end; ++token) {
        auto const& text = at(token);
        if (text.is("(") || text.is("[") || text.is("{")) ++depth;
        if (text.is(")") || text.is("]") || text.is("}")) --depth;
        if (depth < 0) return false;
        if (depth == 0 && text.is("=")) return true;
    }
    return false;
}

/// `X = os.environ.get("X")`, and in the next line `if not X: raise ...`.
bool FactsReader::is_tested_next(Statement statement, Access const& access) const {
    auto const& lines = source_.lines;
    auto const next = statement.line + 1;
    return at(statement.range.begin).is_name() && at(statement.range.begin + 1).is("=")
           && access.end == statement.range.end && statement.range.end == lines[statement.line].end
           && next < lines.size() && lines[next].indent == lines[statement.line].indent
           && environment_.raises_without(next, at(statement.range.begin).text);
}

void FactsReader::add_read(Statement statement, std::uint32_t begin, Access const& access,
                           Range tokens, Reach reach) {
    auto const& literal = at(access.name);
    if (!literal.is_plain || literal.text.empty()) return;
    bool const is_written = access.kind == Access::Kind::write
                            || (access.kind == Access::Kind::subscript && access.helper == nullptr
                                && is_assigned_to(tokens, access.end));
    if (is_written) written_.insert(literal.text);
    auto const& value = at(access.name + 2);
    if (access.kind == Access::Kind::write && literal.text == "DJANGO_SETTINGS_MODULE"
        && value.is_plain) {
        facts_.django_settings = value.text;
    }
    if (is_written && access.kind != Access::Kind::write) return;
    if (at(statement.range.begin).is("del")) return;
    bool const is_fatal = raises(statement, access) || environment_.fails_on_none(begin, access);
    // A function can only be called behind its definition.
    bool const is_early = access.helper != nullptr && access.helper->line >= statement.line;
    auto const& read = facts_.environment.emplace_back(EnvironmentRead{
        std::string(literal.text), literal.span, reach.at_import && is_fatal && !is_early, false});
    bool const is_late_enough = reach.scope != python::Scopes::module || !is_early;
    if (reach.in_scope && is_fatal && is_late_enough)
        scopes_.add_required(reach.scope, {read.name, read.span, true, false});
}

/// True when the statement, once it is evaluated, raises without the variable.
bool FactsReader::raises(Statement statement, Access const& access) const {
    if (access.kind == Access::Kind::subscript || access.kind == Access::Kind::demand) return true;
    return access.kind == Access::Kind::get && is_tested_next(statement, access);
}

void FactsReader::read_app_run(std::uint32_t token) {
    bool const is_call = at(token).is_name() && at(token + 1).is(".") && at(token + 2).is("run")
                         && at(token + 3).is("(") && applications_.contains(at(token).text)
                         && !(token > 0 && at(token - 1).is("."));
    if (is_call) facts_.app_run_calls.push_back(join(at(token).span, at(token + 3).span));
}

/// A variable that the source itself fills, or that a file may fill, is not required.
void FactsReader::withdraw_doubtful() {
    facts_.scopes = scopes_.take();
    facts_.written.assign(written_.begin(), written_.end());
    environment_files_.insert(settings_.files().begin(), settings_.files().end());
    facts_.environment_files.assign(environment_files_.begin(), environment_files_.end());
    auto const is_doubtful = [&](EnvironmentRead const& read) {
        return facts_.fills_environment || written_.contains(read.name);
    };
    for (auto& read : facts_.environment) {
        if (is_doubtful(read)) read.required = false;
    }
    for (auto& scope : facts_.scopes) std::erase_if(scope.required, is_doubtful);
}

}  // namespace

PythonFacts read_python(Source const& source) {
    auto const bytes = source.bytes();
    if (bytes.size() > largest_source) return {};
    return FactsReader(bytes).read();
}

}  // namespace dockcheck::context
