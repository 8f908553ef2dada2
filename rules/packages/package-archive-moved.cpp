// Finds updates and installs of releases whose packages have left their servers.
#include "rules/packages/package-archive-moved.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_names.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/package_sources.hpp"

namespace dockcheck::rules::package_archive_moved {
namespace {

using knowledge::SystemRelease;
using model::Command;
using model::Manager;
using model::Verb;

constexpr std::string_view words_of_sources[] = {
    "sources.list", ".sources",    "/etc/apt",       "apt.conf",      "apt_config",
    "dir::",        "old-release", "archive.debian", "snapshot",      "vault",
    "mirror",       "proxy",       "/etc/yum",       "yum.repos.d",   "yum.conf",
    "dnf.conf",     "/etc/dnf",    "baseurl",        "config-manager"};

/// Options of yum and dnf by which other repositories are asked, or none.
bool asks_others(model::PackageCommand const& asked) {
    static constexpr std::string_view fronts[] = {"--disablerepo",
                                                  "--enablerepo",
                                                  "--repo",
                                                  "--installroot",
                                                  "--setopt",
                                                  "--config",
                                                  "--cacheonly",
                                                  "--releasever",
                                                  "-c",
                                                  "-C"};
    return std::ranges::any_of(asked.options, [](model::Argument const* option) {
        auto const text = option->value.known_prefix();
        return std::ranges::any_of(fronts,
                                   [&](std::string_view front) { return text.starts_with(front); });
    });
}

bool names_package(model::PackageCommand const& asked) {
    return std::ranges::any_of(asked.packages, [](model::Package const& package) {
        auto const text = package.argument->value.text_or_empty();
        return !package.name.empty() && !model::is_url(text) && !model::is_archive_name(text)
               && text.find('/') == text.npos;
    });
}

/// True when the command cannot do without what the servers of its release say.
bool needs_servers(Command const& command, SystemRelease const& release, Pass const& pass) {
    if (command.use != model::Use::run) return false;
    auto const manager = model::manager_of(command);
    bool const is_rpm = manager == Manager::yum || manager == Manager::dnf;
    if (manager != Manager::apt && !is_rpm) return false;
    if (is_rpm != (release.product == "centos")) return false;
    auto const& asked = model::package_command(command, pass.build().arena());
    if (is_rpm) {
        if (asks_others(asked)) return false;
        bool const is_upgrade = asked.verb == Verb::upgrade || asked.verb == Verb::update;
        return is_upgrade || (asked.verb == Verb::install && names_package(asked));
    }
    if (model::has_word_with(command, "Dir::") || asked.has_option("-c")) return false;
    if (asked.refreshes_index) return true;
    // Other images have many packages already.
    auto const& root = pass.stage()->root().image;
    bool const is_plain = knowledge::canonical_name(model::name_of(root)) == release.product;
    return is_plain && asked.verb == Verb::install && names_package(asked);
}

/// True when a command in front of it in its stages stops the build already.
bool is_stopped_before(Command const& command, SystemRelease const& release, Pass const& pass) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (&other == &command) break;
            if (needs_servers(other, release, pass) && model::fails_the_build(*stage, other)) {
                return true;
            }
        }
    }
    return false;
}

/// An update in the same instruction, whose failure shows only at the command.
Command const& cause_of(Command const& command, Pass const& pass) {
    for (auto const& other : pass.stage()->commands_of(*command.instruction)) {
        if (other.sequence >= command.sequence) break;
        if (other.is_conditional || model::manager_of(other) != Manager::apt) continue;
        if (other.follower == model::Connector::disjunction) continue;
        if (model::package_command(other, pass.build().arena()).refreshes_index) return other;
    }
    return command;
}

/// "Debian 10 (buster)".
std::string name_of_release(SystemRelease const& release) {
    auto const number = release.number == "stream8" ? "Stream 8" : release.number;
    std::string text = release.product == "debian"   ? "Debian "
                       : release.product == "ubuntu" ? "Ubuntu "
                                                     : "CentOS ";
    text += number;
    if (!release.name.empty()) text += " (" + std::string(release.name) + ")";
    return text;
}

/// The image that goes on where one has ended, as its own page says.
std::string_view successor_of(std::string_view image) {
    static constexpr std::pair<std::string_view, std::string_view> successors[] = {
        {"iojs", "node"},
        {"java", "eclipse-temurin"},
        {"jenkins", "jenkins/jenkins"},
        {"mcr.microsoft.com/dotnet/core/aspnet", "mcr.microsoft.com/dotnet/aspnet"},
        {"mcr.microsoft.com/dotnet/core/runtime", "mcr.microsoft.com/dotnet/runtime"},
        {"mcr.microsoft.com/dotnet/core/runtime-deps", "mcr.microsoft.com/dotnet/runtime-deps"},
        {"mcr.microsoft.com/dotnet/core/sdk", "mcr.microsoft.com/dotnet/sdk"},
        {"openjdk", "eclipse-temurin"}};
    auto const* const found =
        std::ranges::find(successors, image, &std::pair<std::string_view, std::string_view>::first);
    return found == std::ranges::end(successors) ? std::string_view{} : found->second;
}

Reported report(model::PackageCommand const& asked, SystemRelease const& release, Pass& pass) {
    auto const& root = pass.stage()->root();
    auto const span = model::called_at(asked);
    auto const what = std::string(pass.text(span));
    auto const name = name_of_release(release);
    if (release.product == "centos") return pass.report(span, yum, what, name, release.moved);
    bool const is_debian = release.product == "debian";
    auto const server = is_debian ? "deb.debian.org" : "archive.ubuntu.com";
    auto const archive = is_debian ? "archive.debian.org" : "old-releases.ubuntu.com";
    auto const image = knowledge::canonical_name(model::name_of(root.image));
    if (auto const next = successor_of(image); !next.empty()) {
        return pass.report(span, ended, what, name, server, release.moved, archive,
                           model::shown_name(root), next);
    }
    if (image != release.product) {
        return pass.report(span, tagged, what, name, server, release.moved, image, archive,
                           model::shown_name(root));
    }
    auto const newer = is_debian ? "debian:13" : "ubuntu:24.04";
    return pass.report(span, apt, what, name, server, release.moved, newer, archive);
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const* const release = model::base_release(*pass.stage());
    if (release == nullptr || release->moved.empty() || release->moved > pass.today()) return;
    if (!needs_servers(command, *release, pass)) return;
    if (!model::fails_the_build(*pass.stage(), command)) return;
    if (!pass.may_look_around() || is_stopped_before(command, *release, pass)) return;
    auto const& cause = cause_of(command, pass);
    if (model::may_have_other_sources(pass.build(), *pass.stage(), cause, words_of_sources,
                                      model::OtherLists::do_not_count)) {
        return;
    }
    report(model::package_command(cause, pass.build().arena()), *release, pass)
        .related(pass.stage()->root().span, "the base image");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::apt, Manager::yum, Manager::dnf);

}  // namespace dockcheck::rules::package_archive_moved
