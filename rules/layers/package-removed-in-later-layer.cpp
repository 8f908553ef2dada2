// Finds packages that one RUN installs and a later one removes.
#include "rules/layers/package-removed-in-later-layer.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"

namespace dockcheck::rules::package_removed_in_later_layer {
namespace {

using model::Command;
using model::Manager;
using model::Verb;

/// Managers of one family install into the same database.
enum class Family : std::uint8_t { none, apt, apk, rpm };

Family family_of(Command const& command) {
    switch (model::manager_of(command)) {
        case Manager::apt:
            return Family::apt;
        case Manager::apk:
            return Family::apk;
        case Manager::dnf:
        case Manager::microdnf:
        case Manager::yum:
        case Manager::zypper:
            return Family::rpm;
        default:
            return Family::none;
    }
}

/// True when `apk add --virtual NAME` gives the name to a group of packages.
bool makes_group(Command const& command, std::string_view name) {
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        auto const option = command.argument(i);
        if ((option == "--virtual" || option == "-t") && command.argument(i + 1) == name)
            return true;
    }
    return false;
}

bool installs(Command const& command, Family family, std::string_view name, Arena& arena) {
    if (command.is_conditional || family_of(command) != family) return false;
    auto const& package = model::package_command(command, arena);
    if (package.verb != Verb::install) return false;
    return makes_group(command, name)
           || std::ranges::any_of(package.packages,
                                  [&](model::Package const& one) { return one.name == name; });
}

/// The command of an earlier RUN that installs the package; nullptr when the same RUN does.
Command const* installer_of(Command const& removal, std::string_view name, Pass const& pass) {
    auto& arena = pass.build().arena();
    auto const family = family_of(removal);
    Command const* found = nullptr;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (stage == pass.stage() && &other >= &removal) break;
            if (other.use != model::Use::run || !installs(other, family, name, arena)) continue;
            if (other.instruction == removal.instruction) return nullptr;
            if (found == nullptr) found = &other;
        }
    }
    return found;
}

void check(Command const& command, Pass& pass) {
    if (pass.is_trigger() || !model::is_shipped(pass.stage(), command, false)) return;
    if (command.is_conditional || command.in_substitution) return;
    if (family_of(command) == Family::none) return;
    auto const& removal = model::package_command(command, pass.build().arena());
    constexpr std::size_t most = 30;
    if (removal.verb != Verb::remove || removal.packages.size() > most) return;
    model::Package const* first = nullptr;
    Command const* installer = nullptr;
    int more = 0;
    for (auto const& package : removal.packages) {
        if (package.name.empty() || package.argument == nullptr) continue;
        auto const* const found = installer_of(command, package.name, pass);
        if (found == nullptr) continue;
        if (first != nullptr) {
            ++more;
            continue;
        }
        first = &package;
        installer = found;
    }
    if (first == nullptr) return;
    auto const span = first->argument->span;
    auto finding = more == 0 ? pass.report(span, one, first->name)
                             : pass.report(span, several, first->name, std::to_string(more));
    finding.related(installer->span, "installed here");
}

}  // namespace

constinit Check const rule = on<check>().for_managers();

}  // namespace dockcheck::rules::package_removed_in_later_layer
