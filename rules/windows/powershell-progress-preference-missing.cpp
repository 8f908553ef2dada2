// Finds downloads by Invoke-WebRequest with its progress bar.
#include "rules/windows/powershell-progress-preference-missing.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/model/powershell_edits.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_progress_preference_missing {
namespace {

using model::Preference;
using powershell::Kind;

void check(model::PowerShellScript const& script, Pass& pass) {
    static constexpr std::string_view quiet[] = {"SilentlyContinue", "Ignore"};
    if (script.is_core) return;
    for (auto const& node : script.tree.nodes) {
        if (node.kind != Kind::command) continue;
        if (!equal_without_case(model::cmdlet_of(script, node), "Invoke-WebRequest")) continue;
        // Without a file what comes in is a text, which is short.
        if (powershell::parameter_of(script.tree, node, "OutFile", 2) == nullptr) continue;
        if (model::preference(script, "ProgressPreference", quiet, node.begin)
            != Preference::unset) {
            return;
        }
        auto const& name = *powershell::name_of(script.tree, node);
        auto reported = pass.report(script.span(name), slow, script.text_of(name));
        auto const edit =
            model::setting_edit(script, "$ProgressPreference = 'SilentlyContinue';", pass.build());
        if (edit) reported.insert(edit->offset, edit->text);
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_progress_preference_missing
