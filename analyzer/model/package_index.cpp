// A list of programs that have nothing to do with packages, and the walk over a RUN's commands.
#include "analyzer/model/package_index.hpp"

#include <algorithm>

#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

constexpr WordTable programs_without_packages =
    " : [ addgroup adduser apt-key apt-mark awk basename cat cd chgrp chmod chown command cp curl "
    "cut date dd debconf-set-selections dirname dpkg dpkg-reconfigure dpkg-query echo env exit "
    "export expr false file find git gpg gpg2 grep groupadd groupmod gunzip gzip hash head "
    "hostname "
    "id install ldconfig ln locale-gen localedef ls lsb_release mkdir mktemp mv openssl passwd "
    "printf pwd readlink rm rmdir sed set sha1sum sha256sum sha512sum shopt sleep sort stat tail "
    "tar tee test touch tr true type tzselect umask uname uniq unset unxz unzip "
    "update-alternatives update-ca-certificates update-locale useradd usermod wc wget whereis "
    "which whoami xz yes zcat ";

constexpr WordList programs_that_refresh = " add-apt-repository apt-add-repository ";

bool is_system_manager(Manager manager) {
    static constexpr Manager system[] = {Manager::none,   Manager::apt,      Manager::apk,
                                         Manager::dnf,    Manager::microdnf, Manager::yum,
                                         Manager::zypper, Manager::pacman};
    return std::ranges::find(system, manager) != std::ranges::end(system);
}

/// What one command does with the index: `wanted` tells the one of the package commands.
template <typename Wanted>
IndexUse use_of(Build const& build, Command const& command, Manager manager, Wanted wanted) {
    if (leaves_index_alone(command)) return IndexUse::no;
    if (manager_of(command) == Manager::none) return IndexUse::maybe;
    if (manager_of(command) != manager) return IndexUse::no;
    return wanted(package_command(command, build.arena()));
}

}  // namespace

bool leaves_index_alone(Command const& command) {
    if (command.arguments.empty()) return true;
    if (command.program.empty()) return false;
    // A path names a script or a program of this project.
    if (command.argument(0).find('/') != std::string_view::npos) {
        auto const folder = command.argument(0).substr(0, command.argument(0).rfind('/'));
        if (!folder.ends_with("bin")) return false;
    }
    return programs_without_packages.holds(command.program)
           || !is_system_manager(manager_of(command));
}

IndexUse refreshed_before(Build const& build, Stage const& stage, Command const& command,
                          Manager manager) {
    auto result = IndexUse::no;
    for (auto const& other : commands_beside(stage, command)) {
        if (other.sequence >= command.sequence) break;
        auto const use = use_of(build, other, manager, [](PackageCommand const& asked) {
            return asked.refreshes_index ? IndexUse::yes : IndexUse::no;
        });
        if (use == IndexUse::yes) return use;
        bool const adds_repository = list_holds(programs_that_refresh, other.program);
        if (adds_repository && manager == Manager::apt) return IndexUse::yes;
        if (use == IndexUse::maybe) result = use;
    }
    return result;
}

IndexUse used_behind(Build const& build, Stage const& stage, Command const& command,
                     Manager manager) {
    auto result = IndexUse::no;
    for (auto const& other : commands_behind(stage, command)) {
        auto const use = use_of(build, other, manager, [](PackageCommand const& asked) {
            if (asked.verb == Verb::install || asked.verb == Verb::upgrade) return IndexUse::yes;
            // `apt-get source`, `apt list` and others read it.
            return asked.verb == Verb::other || asked.verb == Verb::download ? IndexUse::maybe
                                                                             : IndexUse::no;
        });
        if (use == IndexUse::yes) return use;
        if (use == IndexUse::maybe) result = use;
    }
    return result;
}

}  // namespace dockcheck::model
