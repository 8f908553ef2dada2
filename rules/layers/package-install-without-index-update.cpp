// Finds installs that use the package index of an older layer.
#include "rules/layers/package-install-without-index-update.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_index.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::package_install_without_index_update {
namespace {

using model::Connector;
using model::Manager;
using model::PackageCommand;

constexpr std::string_view folders[] = {"/var/lib/apt/lists", "/var/lib/pacman/sync"};

bool installs_named(model::Command const& command, PackageCommand const& install,
                    model::Build const& build) {
    if (install.verb != model::Verb::install || install.refreshes_index) return false;
    static constexpr std::string_view all_options[] = {"--no-download", "--print-uris", "-U",
                                                       "--upgrade"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return false;
    }
    if (build.may_hold(TrigramWord("Dir::")) && model::has_word_with(command, "Dir::"))
        return false;
    return std::ranges::any_of(install.packages,
                               [](model::Package const& package) { return !package.name.empty(); });
}

/// An update in front of a plain command; what stands in front of the program holds for one alone.
void fix(model::Command const& command, Reported& reported) {
    bool const is_plain = command.wrappers == model::wrapper_none && command.assignments.empty()
                          && command.depth == 0 && !command.exec_form && !command.is_conditional;
    bool const is_in_list = command.connector == Connector::first
                            || command.connector == Connector::sequence
                            || command.connector == Connector::conjunction;
    if (!is_plain || !is_in_list || command.in_substitution) return;
    auto const update = command.program == "pacman" ? std::string_view("pacman -Sy")
                        : command.program == "apt"  ? std::string_view("apt update")
                                                    : std::string_view("apt-get update");
    reported.insert(command.span.begin, std::string(update) + " && ");
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const& stage = *pass.stage();
    if (stage.reach == model::Reach::unreachable) return;
    if ((command.wrappers & model::wrapper_user) != 0) return;
    auto const manager = model::manager_of(command);
    if (manager != Manager::apt && manager != Manager::pacman) return;
    auto const name = manager == Manager::apt ? "apt" : "pacman";
    if (std::ranges::find(options.managers, name) == options.managers.end()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!installs_named(command, install, pass.build()) || model::is_mounted(command, folders))
        return;
    // One finding a RUN.
    for (auto const& other : model::commands_beside(stage, command)) {
        if (other.sequence >= command.sequence) break;
        if (model::manager_of(other) != manager) continue;
        auto const& earlier = model::package_command(other, pass.build().arena());
        if (installs_named(other, earlier, pass.build())) return;
    }
    if (model::refreshed_before(pass.build(), stage, command, manager) != model::IndexUse::no) {
        return;
    }
    auto const called = model::called(install);
    auto reported =
        manager == Manager::apt
            ? pass.report(model::called_at(install), old_index, called, "apt-get update")
            : pass.report(model::called_at(install), old_index, called, "pacman -Sy");
    fix(command, reported);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::apt, Manager::pacman);

}  // namespace dockcheck::rules::package_install_without_index_update
