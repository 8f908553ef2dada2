// Finds steps that run a script which the project's package.json does not have.
#include "rules/node/script-not-in-package.hpp"

#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::script_not_in_package {
namespace {

/// Verbs that name a script. Yarn takes the name itself for one.
bool may_name_script(model::Command const& command) {
    auto const verb = command.argument(1);
    return verb == "run" || verb == "run-script" || verb == "start"
           || (command.program == "yarn" && !verb.empty());
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    if (!may_name_script(command) || !model::needs_files_of_image(*stage, command)) return;
    if (!pass.may_look_around()) return;
    auto const script = model::built_script(pass.build(), *stage, command);
    if (!script || script->script != nullptr || !script->manifest->is_complete) return;
    if (!model::is_own_context(pass.build()) || pass.context()->recipes().replaces_package_json)
        return;
    auto const shown = pass.context()->shown(script->context_path);
    auto const text = pass.text(command.span);
    auto const place = script->word->raw.source();
    std::vector<std::string_view> names;
    for (auto const& one : script->manifest->scripts) names.emplace_back(one.name);
    if (names.empty()) {
        pass.report(place, none, text, shown, script->name);
    } else {
        pass.report(place, missing, text, shown, script->name, model::listed(names));
    }
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(model::Manager::npm, model::Manager::yarn, model::Manager::pnpm);

}  // namespace dockcheck::rules::script_not_in_package
