// Finds commands of package managers that wait for an answer which nobody can give.
#include "rules/packages/package-install-missing-assume-yes.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_manager.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::package_install_missing_assume_yes {
namespace {

using model::Manager;
using model::PackageCommand;
using model::Verb;

/// What answers for a manager, and what is said of it in its configuration.
struct Switches {
    Manager manager;
    std::string_view name;    ///< variant, and value of the option
    std::string_view option;  ///< to be written
    std::string_view options[6];
    std::string_view setting;
};

constexpr Switches all_switches[] = {
    {Manager::apt,
     "apt",
     "-y",
     {"-y", "--yes", "--assume-yes", "--assume-no", "--print-uris", "--download-only"},
     "Assume-Yes"},
    {Manager::dnf, "dnf", "-y", {"-y", "--assumeyes", "--assumeno", "--downloadonly"}, "assumeyes"},
    {Manager::yum, "yum", "-y", {"-y", "--assumeyes", "--assumeno", "--downloadonly"}, "assumeyes"},
    {Manager::zypper,
     "zypper",
     "--non-interactive",
     {"-n", "--non-interactive", "-y", "--no-confirm", "--dry-run", "--download-only"},
     "non-interactive"},
    {Manager::pacman, "pacman", "--noconfirm", {"--noconfirm", "-p", "--print"}, "noconfirm"},
};

Switches const* switches_of(Manager manager) {
    auto const found = std::ranges::find(all_switches, manager, &Switches::manager);
    return found == std::ranges::end(all_switches) ? nullptr : found;
}

/// -qq, -q -q and -q=2 of apt answer as -y does.
bool is_very_quiet(PackageCommand const& apt) {
    std::ptrdiff_t count = 0;
    for (auto const* option : apt.options) {
        auto const text = option->value.text_or_empty();
        if (text == "-q=2" || text == "--quiet=2") return true;
        if (text == "--quiet") ++count;
        if (text.size() > 1 && text[1] != '-') count += std::ranges::count(text, 'q');
    }
    return count >= 2;
}

bool only_shows(PackageCommand const& apt) {
    static constexpr std::string_view all_options[] = {
        "-s", "-d", "--simulate", "--just-print", "--dry-run", "--recon", "--no-act"};
    for (auto const option : all_options) {
        if (apt.has_option(option)) return true;
    }
    return false;
}

/// Nothing is changed without packages, unless all of them are meant. What is no longer needed may
/// be nothing.
bool asks(PackageCommand const& command) {
    if (command.verb == Verb::upgrade) return true;
    if (command.verb != Verb::install && command.verb != Verb::remove) return false;
    return !command.packages.empty() || !command.paths.empty();
}

/// Something else may be read as the answer.
bool has_input(model::Command const& command) {
    if (command.connector == model::Connector::pipe) return true;
    return std::ranges::any_of(command.redirections, [](model::Redirection const& redirection) {
        return redirection.operation.starts_with('<') || redirection.operation.starts_with("0<");
    });
}

bool is_answered(model::Command const& command, PackageCommand const& install,
                 Switches const& switches, Pass const& pass) {
    for (auto const option : switches.options) {
        if (!option.empty() && install.has_option(option)) return true;
    }
    if (install.manager == Manager::apt && (is_very_quiet(install) || only_shows(install))) {
        return true;
    }
    if (has_input(command) || model::may_hide_option(command)) return true;
    auto const& stage = *pass.stage();
    return model::is_mentioned_before(pass.build(), stage, command, switches.setting);
}

/// The images of CircleCI have Assume-Yes in /etc/apt/apt.conf.d/90circleci
/// (https://github.com/CircleCI-Public/cimg-base).
bool answers_always(model::Reference const& base) {
    return base.image.path.starts_with("cimg/") || base.image.path.starts_with("circleci/");
}

/// A file of the manager's configuration that nobody sees here.
bool may_be_configured(model::Command const& command, Manager manager, Pass const& pass) {
    auto const copied = [&](std::string_view path) {
        return model::may_be_copied_before(pass.build(), *pass.stage(), command, path);
    };
    switch (manager) {
        case Manager::apt:
            return copied("/etc/apt/apt.conf");
        case Manager::dnf:
            return copied("/etc/dnf/dnf.conf");
        case Manager::yum:
            return copied("/etc/yum.conf");
        default:
            return false;
    }
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const* switches = switches_of(model::manager_of(command));
    if (switches == nullptr) return;
    if (std::ranges::find(options.managers, switches->name) == options.managers.end()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!asks(install) || is_answered(command, install, *switches, pass)) return;
    if (may_be_configured(command, install.manager, pass)) return;
    if (answers_always(pass.stage()->root())) return;
    if (!model::base_without(install.manager, *pass.stage()).manager.empty()) return;
    std::string text = command.exec_form ? ", \"" : " ";
    text += switches->option;
    if (command.exec_form) text += '"';
    auto const& behind =
        install.manager == Manager::zypper ? command.arguments.front() : *install.verb_argument;
    auto const called = model::called(install);
    pass.report(model::called_at(install), question, called, switches->option)
        .variant(switches->name)
        .insert(behind.span.end, text);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::apt, Manager::dnf, Manager::yum,
                                                      Manager::zypper, Manager::pacman);

}  // namespace dockcheck::rules::package_install_missing_assume_yes
