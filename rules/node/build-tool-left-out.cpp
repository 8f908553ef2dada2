// Finds steps that start a program of a development package which the install left out.
#include "rules/node/build-tool-left-out.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/node_tools.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::rules::build_tool_left_out {
namespace {

/// A command that fails its RUN where it fails.
bool is_subject(Pass const& pass, model::Command const& command) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger())
        return false;
    bool const is_certain = !command.is_conditional && !command.can_fail_unseen
                            && !command.in_substitution && !pass.stage()->is_windows;
    return is_certain && !model::may_hide_option(command)
           && !model::has_mount(*command.instruction, "bind")
           && !model::has_mount(*command.instruction, "secret");
}

/// `husky`, and `nest of @nestjs/cli` where the package has another name.
std::string shown(model::LeftOutTool const& tool) {
    return tool.program == tool.package ? tool.program : tool.program + " of " + tool.package;
}

void add_places(Reported finding, model::LeftOutTool const& tool) {
    if (tool.listed.source != nullptr) finding.related(tool.listed, "listed here");
    if (tool.script.source != nullptr) finding.related(tool.script, "the script");
}

void check(model::Command const& command, Pass& pass) {
    if (pass.context() == nullptr || !is_subject(pass, command) || !pass.may_look_around()) return;
    auto const& build = pass.build();
    auto const& words = model::package_command(command, build.arena());
    if (words.verb == model::Verb::install) {
        auto const tool = model::tool_missing_at_install(build, *pass.stage(), command);
        if (tool.program.empty()) return;
        add_places(
            pass.report(model::called_at(words), install, model::called(words), tool.script_name,
                        tool.program, tool.package, pass.context()->shown(tool.manifest)),
            tool);
        return;
    }
    auto tool = model::tool_missing_at_script(build, *pass.stage(), command);
    if (tool.program.empty()) tool = model::tool_missing_at_program(build, *pass.stage(), command);
    if (tool.program.empty()) return;
    auto const text = pass.text(command.span);
    auto const installed = pass.text(tool.install->span);
    auto finding = tool.doubt == nullptr
                       ? pass.report(command.span, script, text, shown(tool), installed)
                       : pass.report(command.span, copied, text, shown(tool), installed,
                                     pass.text(tool.doubt->instruction->span));
    if (tool.doubt != nullptr) finding.severity(Severity::warning);
    finding.related(tool.install->span, "installed without what is for development");
    add_places(finding, tool);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" npx ").for_managers(
    model::Manager::npm, model::Manager::yarn, model::Manager::pnpm);

}  // namespace dockcheck::rules::build_tool_left_out
