// The variables that statements of Python ask for, and the files that may set them.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/context/python_facts_reader.hpp"

namespace dockcheck::context::python {
namespace {

/// Calls after which a variable may come from a file.
constexpr std::array<std::string_view, 4> file_loaders{"load_dotenv", "read_env", "read_dotenv",
                                                       "read_envfile"};

}  // namespace

void FactsReader::read_accesses(Statement statement, Range tokens, Reach reach) {
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        read_app_run(token);
        if (environment_.fills_at(token)) note_filling(token);
        auto access = environment_.access_at(token);
        if (!access) access = settings_.access_at(token);
        if (access) {
            add_read(statement, token, *access, tokens, reach);
        } else if (at(token).is("environ") && at(token + 1).is(".") && at(token + 2).is("update")) {
            note_filling(token);  // of whatever object
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
    auto const file = loaded_file(source_, open);
    if (file.is_known) {
        environment_files_.emplace(file.name);
    } else {
        note_filling(open);
    }
}

void FactsReader::note_filling(std::uint32_t token) {
    if (!facts_.fills_environment) filled_from_ = at(token).span.begin;
    facts_.fills_environment = true;
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
    bool const is_late_enough = reach.scope != Scopes::module || !is_early;
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

/// A variable that the source itself fills, or that a file may fill, is not required. What the
/// module reads before the first place that fills it with names nobody knows still is.
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
    for (auto& scope : facts_.scopes) {
        std::erase_if(scope.required, [&](EnvironmentRead const& read) {
            bool const is_before = scope.name.empty() && read.span.begin < filled_from_;
            return is_before ? written_.contains(read.name) : is_doubtful(read);
        });
    }
}

}  // namespace dockcheck::context::python
