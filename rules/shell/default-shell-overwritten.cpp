// Finds commands that put another program in the place of /bin/sh, or change root's login shell.
#include "rules/shell/default-shell-overwritten.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/default_shell.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::default_shell_overwritten {
namespace {

using Kind = model::ShellChange::Kind;

bool is_root(model::ShellChange const& change, model::Command const& command, Pass const& pass) {
    if (!change.user.empty()) return change.user == "root" || change.user == "0";
    if ((command.wrappers & model::wrapper_user) != 0) return false;
    auto const user = pass.build().user(*command.instruction);
    return user.is_absent() || (user.is_set() && user.value.text_or_empty() == "root");
}

bool is_only_work(model::Command const& command, model::Stage const& stage) {
    auto const beside = stage.commands_of(*command.instruction);
    return std::ranges::all_of(beside, [&](model::Command const& other) {
        return &other == &command
               || (other.program == "rm"
                   && other.arguments.back().value.text_or_empty() == "/bin/sh"
                   && other.sequence < command.sequence);
    });
}

/// True for images that have no shell: the first one replaces nothing.
bool is_without_shell(model::Stage const& stage) {
    if (stage.root().kind == model::Reference::Kind::scratch) return true;
    auto const* image = model::known_image(stage.root());
    return image != nullptr && image->family == knowledge::ImageFamily::distroless;
}

/// True where /bin/sh of the base image is bash.
bool has_bash_already(model::Stage const& stage) {
    auto const* image = model::known_image(stage.root());
    return image != nullptr && image->shell == knowledge::ShellKind::bash;
}

void check_replacement(model::ShellChange const& change, model::Command const& command,
                       Pass& pass) {
    if (is_without_shell(*pass.stage())) return;
    auto const name = base_name(change.shell);
    bool const is_shell = name != "sh" && model::is_shell(name);
    if (change.kind == Kind::replaced && !is_shell) return;
    if (!change.shell.empty() && !is_shell) return;
    if (name == "bash" && has_bash_already(*pass.stage())) {
        pass.report(command.span, already, model::shown_name(pass.stage()->root()))
            .severity(Severity::info);
        return;
    }
    std::string_view const path = change.shell.starts_with('/') ? change.shell : "/bin/bash";
    auto finding = pass.report(command.span, replaced, path);
    // In a stage that is not shipped it may be what another one takes.
    if (pass.stage()->reach != model::Reach::final) finding.severity(Severity::info);
    bool const plain = change.kind == Kind::replaced && change.shell.starts_with('/')
                       && command.script != nullptr && !command.script->is_nested
                       && !command.script->is_heredoc && command.depth == 0;
    if (!plain || !is_only_work(command, *pass.stage())) return;
    finding.replace(pass.instruction().span, "SHELL [\"" + std::string(path) + "\", \"-c\"]");
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const change = model::shell_change_by(command);
    if (change.kind == Kind::none) return;
    if (change.kind != Kind::login) return check_replacement(change, command, pass);
    if (!is_root(change, command, pass) || !model::is_shell(base_name(change.shell))) return;
    pass.report(command.span, login, change.shell).severity(Severity::info);
}

}  // namespace

constinit Check const rule =
    on<check>().for_programs(" chsh usermod ln cp mv dpkg-reconfigure update-alternatives ");

}  // namespace dockcheck::rules::default_shell_overwritten
