// Finds scripts of PowerShell that go on behind a failure.
#include "rules/windows/powershell-error-preference-missing.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/model/powershell_edits.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_error_preference_missing {
namespace {

using model::PowerShellScript;
using model::Preference;
using powershell::Kind;
using powershell::Node;

constexpr std::string_view setting = "$ErrorActionPreference = 'Stop';";

/// True where the script itself looks whether something failed.
bool looks_at_failures(PowerShellScript const& script) {
    auto const& tree = script.tree;
    return std::ranges::any_of(tree.nodes, [&](Node const& node) {
        if (node.kind == Kind::trap_clause) return true;
        if (node.kind != Kind::variable) return false;
        auto const name = powershell::variable_name(tree, node);
        return name == "?" || equal_without_case(name, "LASTEXITCODE")
               || equal_without_case(name, "PSDefaultParameterValues");
    });
}

/// True for what only tells or waits.
bool is_harmless(std::string_view cmdlet) {
    static constexpr std::string_view harmless[] = {
        "Out-Null",          "Start-Sleep",  "Write-Debug",   "Write-Host",
        "Write-Information", "Write-Output", "Write-Verbose", "Write-Warning"};
    return std::ranges::any_of(
        harmless, [&](std::string_view each) { return equal_without_case(each, cmdlet); });
}

/// The commands below a statement that do something, those of blocks that catch failures left out.
template <typename Wanted>
Node const* first_command(PowerShellScript const& script, Node const& statement, Wanted wanted) {
    auto const& tree = script.tree;
    auto const end = statement.next;
    for (auto i = tree.index_of(statement) + 1; i < end;) {
        auto const& node = tree.nodes[i];
        bool const is_apart = node.kind == Kind::try_clause || node.kind == Kind::condition
                              || node.kind == Kind::function_definition
                              || node.kind == Kind::script_block;
        if (is_apart) {
            i = node.next;
            continue;
        }
        if (node.kind == Kind::command && wanted(node)) return &node;
        ++i;
    }
    return nullptr;
}

/// What is looked for in a script: its first command that may fail unseen.
struct Found {
    Node const* command = nullptr;
    std::int64_t statements = 0;  ///< that do something
};

template <typename Wanted>
Found look(PowerShellScript const& script, Wanted wanted) {
    Found found;
    Node const* candidate = nullptr;
    for (auto const& statement : script.tree.children(script.tree.nodes[0])) {
        auto const acts = [&](Node const& command) {
            return !is_harmless(model::cmdlet_of(script, command));
        };
        if (first_command(script, statement, acts) == nullptr) continue;
        ++found.statements;
        // Of the last one PowerShell tells by itself.
        if (found.command == nullptr) found.command = candidate;
        if (candidate == nullptr) candidate = first_command(script, statement, wanted);
    }
    return found;
}

auto const& message_for(PowerShellScript const& script, std::string_view source) {
    if (script.shell != nullptr) return under_shell;
    auto const quote = model::shell_quote(script, source);
    if (quote == 0) return in_script;
    return quote == '"' ? in_double_quotes : in_single_quotes;
}

void check(PowerShellScript const& script, Pass& pass, Options const& options) {
    static constexpr std::string_view stop[] = {"Stop"};
    static constexpr std::string_view yes[] = {"$true", "1"};
    auto const may_fail = [&](Node const& command) {
        if (!model::runs_cmdlet(script, command)) return false;
        if (is_harmless(model::cmdlet_of(script, command))) return false;
        auto const& tree = script.tree;
        return powershell::parameter_of(tree, command, "ErrorAction", 6) == nullptr
               && powershell::parameter_of(tree, command, "EA", 2) == nullptr;
    };
    auto const report = [&](Node const& command, auto const& message) {
        auto const& name = *powershell::name_of(script.tree, command);
        return pass.report(script.span(name), message, script.text_of(name));
    };
    if (looks_at_failures(script)) return;
    auto const found = look(script, may_fail);
    auto const before = found.command == nullptr ? script.text.size() : found.command->begin;
    auto const preference = model::preference(script, "ErrorActionPreference", stop, before);
    if (preference == Preference::unset && found.command != nullptr
        && found.statements >= options.min_statements) {
        auto const source = pass.build().source().bytes();
        auto reported = report(*found.command, message_for(script, source));
        auto const edit = model::setting_edit(script, setting, pass.build());
        if (edit) reported.insert(edit->offset, edit->text);
    }
    if (preference != Preference::wanted || !script.is_core) return;
    auto const program_found =
        look(script, [&](Node const& command) { return model::runs_program(script, command); });
    if (program_found.command == nullptr || program_found.statements < options.min_statements)
        return;
    auto const is_set = model::preference(script, "PSNativeCommandUseErrorActionPreference", yes,
                                          program_found.command->begin);
    if (is_set == Preference::unset) report(*program_found.command, program);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_error_preference_missing
