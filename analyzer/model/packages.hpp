// What a command asks of a package manager.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/command.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

enum class Manager : std::uint8_t {
    none,
    apt,
    apk,
    dnf,
    microdnf,
    yum,
    zypper,
    pacman,
    pip,
    uv,
    pipx,
    poetry,
    pipenv,
    pdm,
    conda,
    npm,
    yarn,
    pnpm,
    bun,
    gem,
    bundler,
    composer,
    mix,
    go,
    cargo,
    dotnet,
    maven,
    gradle,
};

enum class Verb : std::uint8_t {
    other,
    install,  ///< named packages, a requirements file or all that the manifests say
    update,   ///< refresh the index
    upgrade,
    remove,
    clean,
    download,
};

struct Package {
    std::string_view name;     ///< without version, extras and index; empty when not known
    std::string_view version;  ///< "==2.0", "=1.2-r0", "@1.0": with its operator; or empty
    Argument const* argument = nullptr;
};

/// `pip install -r requirements.txt flask==2.0`.
struct PackageCommand {
    Manager manager = Manager::none;
    Verb verb = Verb::other;
    std::span<Argument const>
        manager_words;  ///< the words that name the manager: `pip`, `python -m pip`
    Argument const* verb_argument = nullptr;  ///< `install`, or nullptr (`yarn`)
    std::span<Argument const> verb_words;     ///< all of the verb: `cache clean`; or none
    std::span<Package const> packages;
    std::span<Argument const* const> requirement_files;  ///< of -r; -c apart
    std::span<Argument const* const> constraint_files;
    std::span<Argument const* const> paths;  ///< local projects: `.`, `./lib`, `-e .`
    std::span<Argument const* const>
        options;  ///< words that begin with -, values of their own left out
    /// True for an install of what manifests in the working directory say (npm ci, bundle install,
    /// pip install -r).
    bool installs_manifests = false;
    /// True when it fetches the index first: an update, `apt-get install --update` (apt 3.0),
    /// `pacman -Sy`.
    bool refreshes_index = false;

    /// Exactly, `name=...`, or a letter among several (`-y` in `-yq`).
    [[nodiscard]] bool has_option(std::string_view name) const;
};

/// Looks for the manager that a command starts, and keeps it there.
Manager find_manager_of(Command const& command);

/// The manager that a command starts, whatever it is asked to do: quicker than all of it.
inline Manager manager_of(Command const& command) {
    return command.manager_is_known ? command.manager : find_manager_of(command);
}

/// Reads a command; Manager::none when it is no package manager. The answer is kept in the arena
/// for the next one who asks.
PackageCommand const& package_command(Command const& command, Arena& arena);

}  // namespace dockcheck::model
