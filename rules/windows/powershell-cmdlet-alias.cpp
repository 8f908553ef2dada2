// Finds aliases of cmdlets, and writes the cmdlet's name.
#include "rules/windows/powershell-cmdlet-alias.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_cmdlet_alias {
namespace {

using powershell::Kind;

/// True for names that people know as those of programs.
bool is_name_of_program(std::string_view name) {
    return equal_without_case(name, "curl") || equal_without_case(name, "wget")
           || equal_without_case(name, "sc");
}

/// `set NAME=VALUE`, as cmd sets a variable of the environment: the word; or empty.
std::string_view assigned_as_in_cmd(model::PowerShellScript const& script,
                                    powershell::Node const& command, std::string_view cmdlet) {
    if (cmdlet != "Set-Variable") return {};
    auto const* const argument = powershell::first_argument(script.tree, command);
    if (argument == nullptr || argument->kind != Kind::word) return {};
    auto const text = script.text_of(*argument);
    auto const sign = text.find('=');
    return sign == text.npos || sign == 0 ? std::string_view() : text;
}

void check(model::PowerShellScript const& script, Pass& pass, Options const& options) {
    for (auto const& node : script.tree.nodes) {
        if (node.kind != Kind::command) continue;
        auto const* const name = powershell::name_of(script.tree, node);
        if (name == nullptr || name->kind != Kind::word) continue;
        auto const text = script.text_of(*name);
        auto const cmdlet = model::cmdlet_of_alias(script, text);
        if (cmdlet.empty()) continue;
        bool const is_allowed = std::ranges::any_of(
            options.allow_list,
            [&](std::string_view allowed) { return equal_without_case(allowed, text); });
        if (is_allowed) continue;
        auto const span = script.span(*name);
        if (auto const assigned = assigned_as_in_cmd(script, node, cmdlet); !assigned.empty()) {
            auto const variable = assigned.substr(0, assigned.find('='));
            pass.report(span, set_of_cmd, assigned, variable, assigned.substr(variable.size() + 1))
                .severity(Severity::warning);
            continue;
        }
        auto reported = pass.report(span, is_name_of_program(text) ? program : alias, text, cmdlet);
        if (pass.text(span) == text) reported.replace(span, std::string(cmdlet));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_cmdlet_alias
