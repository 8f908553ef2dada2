// Finds installs of packages that an earlier RUN of the stage could do as well.
#include "rules/layers/separate-package-install-commands.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_index.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::rules::separate_package_install_commands {
namespace {

using model::Manager;
using model::PackageCommand;
using model::Verb;

/// Texts that say where packages come from, or whom to trust.
constexpr TrigramWord repository_texts[] = {
    "/etc/apt", "/etc/yum", "/etc/dnf",    "/etc/zypp", "/etc/apk", "/etc/pacman", "sources.list",
    "keyring",  ".repo",    "trusted.gpg", "://",       "dpkg -",   "apt-key"};

struct Name {
    Manager manager;
    std::string_view text;
};
constexpr Name manager_names[] = {{Manager::apt, "apt"},           {Manager::apk, "apk"},
                                  {Manager::dnf, "dnf"},           {Manager::yum, "yum"},
                                  {Manager::microdnf, "microdnf"}, {Manager::zypper, "zypper"},
                                  {Manager::pacman, "pacman"}};

bool is_looked_at(Manager manager, Options const& options) {
    return std::ranges::any_of(manager_names, [&](Name const& name) {
        return name.manager == manager
               && std::ranges::find(options.managers, name.text) != options.managers.end();
    });
}

/// Those of the words that the file may hold somewhere.
class RepositoryWords {
 public:
    explicit RepositoryWords(model::Build const& build) {
        for (auto const& word : repository_texts) {
            if (build.may_hold(word)) words_[count_++] = word.text();
        }
    }
    [[nodiscard]] bool are_in(std::string_view text) const {
        return std::ranges::any_of(std::span(words_).first(count_), [&](std::string_view word) {
            return text.find(word) != text.npos;
        });
    }

 private:
    std::array<std::string_view, std::size(repository_texts)> words_;
    std::size_t count_ = 0;
};

/// A RUN in which nothing but one plain install of named packages has to do with packages.
struct Install {
    model::Command const* command = nullptr;
    PackageCommand const* packages = nullptr;
};

/// Packages that bring repositories: epel-release.
bool brings_repository(std::string_view name) {
    return name.find("release") != name.npos || name.find("repo") != name.npos;
}

bool is_plain_install(PackageCommand const& install) {
    if (install.verb != Verb::install || install.packages.empty() || !install.paths.empty()) {
        return false;
    }
    static constexpr std::string_view all_options[] = {
        "-t",           "--target-release", "--default-release", "--virtual", "-X", "--repository",
        "--enablerepo", "--repo",           "--repofrompath",    "--from",    "-U", "--root",
        "--installroot"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return false;
    }
    return std::ranges::none_of(install.packages, [](model::Package const& package) {
        return package.name.empty() || brings_repository(package.name);
    });
}

/// The install of a RUN that could be in another RUN as well.
std::optional<Install> install_of(ast::Instruction const& run, model::Stage const& stage,
                                  RepositoryWords const& repositories, Pass const& pass,
                                  Options const& options) {
    Install found;
    for (auto const& command : stage.commands_of(run)) {
        if (command.arguments.empty()) continue;
        auto const manager = model::manager_of(command);
        if (!is_looked_at(manager, options)) {
            if (!model::leaves_index_alone(command)) return std::nullopt;
            continue;
        }
        auto const& asked = model::package_command(command, pass.build().arena());
        if (asked.verb == Verb::update || asked.verb == Verb::clean) continue;
        bool const is_certain = !command.is_conditional && command.wrappers == model::wrapper_none
                                && !command.in_substitution;
        if (!is_certain || !is_plain_install(asked) || found.command != nullptr)
            return std::nullopt;
        found = {&command, &asked};
    }
    if (found.command == nullptr || repositories.are_in(run.line.text())) return std::nullopt;
    for (auto const& heredoc : run.heredocs) {
        if (repositories.are_in(heredoc.body)) return std::nullopt;
    }
    return found;
}

bool is_bootstrap(Install const& install, Options const& options) {
    return std::ranges::all_of(install.packages->packages, [&](model::Package const& package) {
        return std::ranges::find(options.ignore_bootstrap_packages, package.name)
               != options.ignore_bootstrap_packages.end();
    });
}

/// True when an install behind this instruction could as well stand in front of it.
bool may_be_passed(ast::Instruction const& instruction, model::Stage const& stage,
                   RepositoryWords const& repositories) {
    using enum ast::Keyword;
    switch (instruction.keyword) {
        case label:
        case env:
        case expose:
        case cmd:
        case entrypoint:
        case healthcheck:
        case workdir:
        case stopsignal:
        case maintainer:
        case volume:
            return true;
        case copy: {
            auto const* const transfer = stage.transfer_of(instruction);
            if (transfer == nullptr) return false;
            auto const target = transfer->target.known_prefix();
            return target.size() > 1 && !target.starts_with("/etc") && !target.starts_with("/usr");
        }
        case run:
            return !repositories.are_in(instruction.line.text()) && instruction.heredocs.empty()
                   && std::ranges::all_of(stage.commands_of(instruction),
                                          [](model::Command const& command) {
                                              return model::leaves_index_alone(command);
                                          });
        default:
            return false;
    }
}

bool has_equal_flags(ast::Instruction const& a, ast::Instruction const& b) {
    return std::ranges::equal(a.flags, b.flags, [](ast::Flag const& one, ast::Flag const& other) {
        return one.name == other.name && one.value.text() == other.value.text();
    });
}

/// True when a manager of packages is started in more than one instruction.
bool has_several_runs(model::Stage const& stage, Options const& options) {
    ast::Instruction const* first = nullptr;
    for (auto const& command : stage.commands) {
        if (!is_looked_at(model::manager_of(command), options)) continue;
        if (first != nullptr && first != command.instruction) return true;
        first = command.instruction;
    }
    return false;
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (stage.reach != model::Reach::final || stage.is_windows) return;
    if (!has_several_runs(stage, options)) return;
    RepositoryWords const repositories(pass.build());
    ArenaVector<Install> earlier(pass.build().arena());
    for (auto const& instruction : stage.instructions) {
        auto const install = instruction.keyword == ast::Keyword::run
                                 ? install_of(instruction, stage, repositories, pass, options)
                                 : std::nullopt;
        if (!install) {
            if (!earlier.empty() && !may_be_passed(instruction, stage, repositories)) {
                earlier.clear();
            }
            continue;
        }
        auto const same = std::ranges::find_if(earlier, [&](Install const& other) {
            return other.packages->manager == install->packages->manager
                   && has_equal_flags(*other.command->instruction, instruction);
        });
        if (is_bootstrap(*install, options)) continue;
        if (same == earlier.end()) {
            constexpr std::size_t most_kinds = 50;
            if (earlier.size() < most_kinds) earlier.push_back(*install);
            continue;
        }
        auto const line = std::to_string(same->command->instruction->first_line);
        pass.report(model::called_at(*install->packages), again, model::called(*install->packages),
                    line)
            .related(same->command->span, "this install could take them");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::separate_package_install_commands
