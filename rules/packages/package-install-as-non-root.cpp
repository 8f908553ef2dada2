// Finds package managers that are started without the rights that they need.
#include "rules/packages/package-install-as-non-root.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::package_install_as_non_root {
namespace {

using model::Manager;
using model::Verb;

bool needs_root(Manager manager) {
    static constexpr Manager system[] = {Manager::apt,      Manager::apk, Manager::dnf,
                                         Manager::microdnf, Manager::yum, Manager::zypper,
                                         Manager::pacman};
    return std::ranges::find(system, manager) != std::ranges::end(system);
}

bool changes_system(model::Command const& command, Pass const& pass) {
    if (!needs_root(model::manager_of(command)) || command.wrappers != model::wrapper_none) {
        return false;
    }
    // What may not run, or may fail, does not stop the build for certain.
    if (command.is_conditional || command.can_fail_unseen) return false;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install && install.verb != Verb::update
        && install.verb != Verb::upgrade && install.verb != Verb::remove) {
        return false;
    }
    static constexpr std::string_view all_options[] = {
        "--root",    "--installroot", "-p",           "--simulate", "-s",
        "--dry-run", "--help",        "--print-uris", "--usermode"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return false;
    }
    // Folders of its own: -o Dir::State=...
    return !model::may_hide_option(command) && !model::has_word_with(command, "Dir");
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const user = pass.build().user(*command.instruction);
    if (!user.is_set() || !user.value.is_known()) return;
    if (pass.stage()->is_windows || !changes_system(command, pass)) return;
    auto const text = user.value.text_or_empty();
    auto const name = text.substr(0, text.find(':'));
    if (name.empty() || name == "root" || name.find_first_not_of('0') == name.npos) return;
    // One finding a RUN: the first command stops it.
    for (auto const& other : model::commands_beside(*pass.stage(), command)) {
        if (other.sequence < command.sequence && changes_system(other, pass)) return;
    }
    auto const& install = model::package_command(command, pass.build().arena());
    auto reported = pass.report(model::called_at(install), no_rights, command.program, name);
    auto const& instruction = *command.instruction;
    if (user.origin.kind == model::Origin::Kind::instruction) {
        reported.related(user.origin.place.span, "from here on everything runs as this user");
    }
    reported.insert(instruction.span.begin, "USER root\n");
    reported.insert(instruction.whole.end, "\nUSER " + std::string(text));
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::apt, Manager::apk, Manager::dnf, Manager::microdnf,
                             Manager::yum, Manager::zypper, Manager::pacman);

}  // namespace dockcheck::rules::package_install_as_non_root
