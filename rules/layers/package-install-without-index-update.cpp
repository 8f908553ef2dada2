// Finds installs that use the package index of an older layer.
#include "rules/layers/package-install-without-index-update.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_index.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"

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

/// True for `rm -rf /var/lib/apt/lists/*`, in any spelling that is certain.
bool removes_lists(model::Command const& command) {
    if (command.program != "rm" || command.is_conditional || command.wrappers > model::wrapper_sudo)
        return false;
    return std::ranges::any_of(command.arguments.subspan(1), [](model::Argument const& word) {
        return model::list_holds(" /var/lib/apt/lists /var/lib/apt/lists/ /var/lib/apt/lists/* ",
                                 word.value.text_or_empty());
    });
}

bool is_installed_by(model::Command const& command, std::string_view name, Pass const& pass) {
    auto const& install = model::package_command(command, pass.build().arena());
    return install.verb == model::Verb::install
           && std::ranges::any_of(install.packages, [&](model::Package const& package) {
                  return package.name == name || package.name.empty();
              });
}

/// True where the image holds what Debian or Ubuntu ship and nothing else.
bool is_plain_system(model::Stage const& stage) {
    auto const* const image = model::known_image(stage.root());
    return image != nullptr
           && (image->family == knowledge::ImageFamily::debian
               || image->family == knowledge::ImageFamily::ubuntu)
           && model::list_holds(" debian ubuntu ", model::name_of(stage.root().image));
}

/// What is known of the commands in front of one in its stage and those that it is FROM.
struct History {
    model::Command const* removal = nullptr;  ///< of the lists, with nothing behind that brings any
    bool has_package = false;                 ///< one of the packages may be there already
};

/// Farther back than so many commands nobody looks.
constexpr int most_commands = 1000;

History history_of(model::Command const& command, PackageCommand const& install, Pass const& pass) {
    History history;
    bool is_open = true;  ///< nothing has touched the lists so far, going back
    int count = 0;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto at = stage->commands.rbegin(); at != stage->commands.rend(); ++at) {
            auto const& other = *at;
            bool const is_behind = stage == pass.stage() && other.span.begin >= command.span.begin;
            if (is_behind || other.use != model::Use::run) continue;
            if (++count > most_commands) return {};
            history.has_package |= std::ranges::any_of(install.packages, [&](auto const& package) {
                return is_installed_by(other, package.name, pass);
            });
            if (!is_open) continue;
            if (removes_lists(other) && !model::is_mounted(other, folders)) {
                history.removal = &other;
                is_open = false;
            } else if (model::manager_of(other) == Manager::apt) {
                auto const& asked = model::package_command(other, pass.build().arena());
                is_open = !asked.refreshes_index && asked.verb != model::Verb::other;
            } else {
                is_open = model::leaves_index_alone(other);
            }
        }
    }
    return history;
}

/// An update in front of a plain command; what stands in front of the program holds for one alone.
void fix(model::Command const& command, Reported& reported) {
    bool const is_plain = command.wrappers == model::wrapper_none && command.assignments.empty()
                          && command.depth == 0 && !command.exec_form && !command.is_conditional;
    bool const is_in_list = command.connector == Connector::first
                            || command.connector == Connector::sequence
                            || command.connector == Connector::conjunction;
    if (!is_plain || !is_in_list || command.in_substitution) return;
    auto const update = command.program == "pacman" ? std::string_view("pacman -Syu --noconfirm")
                        : command.program == "apt"  ? std::string_view("apt update")
                                                    : std::string_view("apt-get update");
    reported.insert(command.span.begin, std::string(update) + " && ");
}

void report(model::Command const& command, PackageCommand const& install, Pass& pass) {
    auto const manager = install.manager;
    auto const called = model::called(install);
    // As the install is run.
    bool const has_sudo = (command.wrappers & model::wrapper_sudo) != 0;
    std::string_view const sudo = has_sudo ? "sudo " : "";
    auto const history = manager == Manager::apt ? history_of(command, install, pass) : History{};
    if (history.removal != nullptr && !history.has_package && is_plain_system(*pass.stage())) {
        auto const line = std::to_string(history.removal->instruction->first_line);
        auto found = pass.report(model::called_at(install), no_index, called, line, sudo);
        found.related(history.removal->span, "the lists are removed here");
        fix(command, found);
        return;
    }
    auto reported =
        manager == Manager::apt
            ? pass.report(model::called_at(install), old_index, called, "apt-get update", sudo)
            : pass.report(model::called_at(install), old_index, called, "pacman -Syu --noconfirm", sudo);
    fix(command, reported);
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
    report(command, install, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::apt, Manager::pacman);

}  // namespace dockcheck::rules::package_install_without_index_update
