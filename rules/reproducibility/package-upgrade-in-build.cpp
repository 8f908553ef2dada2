// Finds commands that upgrade all packages of an image.
#include "rules/reproducibility/package-upgrade-in-build.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::package_upgrade_in_build {
namespace {

using model::Manager;
using model::PackageCommand;

struct Row {
    Manager manager;
    std::string_view name;  ///< value of the option
    model::WordList verbs;  ///< those that upgrade within a release
};

constexpr Row rows[] = {
    {Manager::apt, "apt", " upgrade safe-upgrade "},
    {Manager::apk, "apk", " upgrade "},
    {Manager::dnf, "dnf", " update upgrade up upgrade-minimal update-minimal "},
    {Manager::microdnf, "microdnf", " update upgrade "},
    {Manager::yum, "yum", " update upgrade upgrade-minimal update-minimal "},
    {Manager::zypper, "zypper", " update up patch "},
};

bool is_looked_at(std::string_view name, Options const& options) {
    return std::ranges::find(options.managers, name) != options.managers.end();
}

/// `-Syu`, also with packages: everything is upgraded with them.
model::Argument const* upgrade_by_pacman(model::Command const& command) {
    for (auto const& word : command.arguments) {
        auto const text = word.value.text_or_empty();
        if (text.starts_with("-S") && text.find('u') != text.npos) return &word;
    }
    return nullptr;
}

bool is_security_only(PackageCommand const& upgrade, model::Command const& command) {
    static constexpr std::string_view all_options[] = {
        "--security", "--advisory", "--advisories", "--sec-severity", "--secseverity",
        "--cve",      "--cves",     "--bz",         "--bzs"};
    for (auto const option : all_options) {
        if (upgrade.has_option(option)) return true;
    }
    return model::has_word_with(command, "security");
}

/// Names, or words that may be names.
bool is_limited(PackageCommand const& upgrade, model::Command const& command) {
    return !upgrade.packages.empty() || !upgrade.paths.empty() || model::may_hide_option(command);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const manager = model::manager_of(command);
    if (manager == Manager::none) return;
    if (manager == Manager::pacman) {
        auto const* const word = upgrade_by_pacman(command);
        if (word == nullptr || !is_looked_at("pacman", options)) return;
        auto const span = join(command.arguments.front().span, word->span);
        pass.report(span, all, pass.text(span));
        return;
    }
    auto const row = std::ranges::find(rows, manager, &Row::manager);
    if (row == std::ranges::end(rows) || !is_looked_at(row->name, options)) return;
    auto const& upgrade = model::package_command(command, pass.build().arena());
    if (upgrade.verb != model::Verb::upgrade || upgrade.verb_argument == nullptr) return;
    if (!model::list_holds(row->verbs, upgrade.verb_argument->value.text_or_empty())) return;
    if (is_limited(upgrade, command)) return;
    if (options.allow_security_only && is_security_only(upgrade, command)) return;
    pass.report(model::called_at(upgrade), all, model::called(upgrade));
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::apt, Manager::apk, Manager::dnf, Manager::microdnf,
                             Manager::yum, Manager::zypper, Manager::pacman);

}  // namespace dockcheck::rules::package_upgrade_in_build
