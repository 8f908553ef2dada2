// Finds commands that upgrade a whole distribution.
#include "rules/packages/distribution-upgrade-in-build.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::distribution_upgrade_in_build {
namespace {

using model::Manager;

struct Upgrade {
    Manager manager;
    std::string_view name;  ///< value of the option
    std::string_view verb;
};

constexpr Upgrade upgrades[] = {
    {Manager::apt, "apt", "dist-upgrade"},       {Manager::apt, "apt", "full-upgrade"},
    {Manager::zypper, "zypper", "dist-upgrade"}, {Manager::zypper, "zypper", "dup"},
    {Manager::dnf, "dnf", "system-upgrade"},
};

bool is_looked_at(Options const& options, std::string_view manager) {
    return std::ranges::find(options.managers, manager) != options.managers.end();
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program == "do-release-upgrade" && is_looked_at(options, "apt")) {
        pass.report(command.span, release, command.program);
        return;
    }
    auto const manager = model::manager_of(command);
    if (manager == Manager::none) return;
    auto const& upgrade = model::package_command(command, pass.build().arena());
    if (upgrade.verb_argument == nullptr) return;
    auto const verb = upgrade.verb_argument->value.text_or_empty();
    for (auto const& row : upgrades) {
        if (row.manager != manager || row.verb != verb) continue;
        if (!is_looked_at(options, row.name)) continue;
        auto const variant = manager == Manager::zypper ? "zypper" : "";
        pass.report(model::called_at(upgrade), distribution, model::called(upgrade))
            .variant(variant);
    }
}

}  // namespace

constinit Check const rule = on<check>()
                                 .for_programs(" do-release-upgrade ")
                                 .for_managers(Manager::apt, Manager::zypper, Manager::dnf);

}  // namespace dockcheck::rules::distribution_upgrade_in_build
