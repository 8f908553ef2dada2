// Finds packages that the release of the base image does not have.
#include "rules/packages/package-not-in-release.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/knowledge/absent_packages.hpp"
#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/package_sources.hpp"

namespace dockcheck::rules::package_not_in_release {
namespace {

using knowledge::SystemRelease;
using model::Command;
using model::Manager;

constexpr std::string_view words_of_more[] = {
    "sources.list", ".sources",     "/etc/apt", "apt.conf",    "apt_config",   "dir::",
    "apt-repo",     "archive.",     "snapshot", "old-release", "mirror",       "proxy",
    "ppa:",         "keyring",      "dpkg",     ".deb",        "extrepo",      "backports",
    "/etc/apk",     "repositories", "apt-key",  "deb http",    "alpine/edge/", "apk_"};

/// Options that ask another source, or go on without a package.
bool asks_otherwise(model::PackageCommand const& asked) {
    static constexpr std::string_view fronts[] = {"-t",
                                                  "--target-release",
                                                  "--default-release",
                                                  "-o",
                                                  "--option",
                                                  "-c",
                                                  "--config",
                                                  "-X",
                                                  "--repositor",
                                                  "-p",
                                                  "--root",
                                                  "--arch",
                                                  "--from"};
    if (asked.has_option("-m") || asked.has_option("--ignore-missing")) return true;
    return std::ranges::any_of(asked.options, [](model::Argument const* option) {
        auto const text = option->value.known_prefix();
        return std::ranges::any_of(fronts,
                                   [&](std::string_view front) { return text.starts_with(front); });
    });
}

/// "Debian 12 (bookworm)".
std::string title_of(SystemRelease const& release) {
    std::string text = release.product == "debian"   ? "Debian "
                       : release.product == "ubuntu" ? "Ubuntu "
                                                     : "Alpine ";
    text += release.number;
    if (!release.name.empty()) text += " (" + std::string(release.name) + ")";
    return text;
}

Reported report(model::Package const& package, knowledge::AbsentPackage const& absent,
                std::string_view title, Pass& pass) {
    auto const span = package.argument->span;
    if (absent.instead.empty()) return pass.report(span, none, title, package.name);
    if (!absent.is_same) return pass.report(span, other, title, package.name, absent.instead);
    auto reported = pass.report(span, renamed, title, package.name, absent.instead);
    if (package.argument->raw.text() == package.name && pass.text(span) == package.name) {
        reported.replace(span, absent.instead);
    }
    return reported;
}

/// The release whose packages the command asks for, where that is certain.
SystemRelease const* release_asked(Command const& command, Pass const& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return {};
    auto const* const release = model::base_release(*pass.stage());
    if (release == nullptr) return nullptr;
    auto const image = model::name_of(pass.stage()->root().image);
    if (!knowledge::has_sources_of_release_only(image)) return nullptr;
    bool const is_apk = model::manager_of(command) == Manager::apk;
    return is_apk == (release->product == "alpine") ? release : nullptr;
}

void check(Command const& command, Pass& pass) {
    auto const* const release = release_asked(command, pass);
    if (release == nullptr) return;
    auto const& asked = model::package_command(command, pass.build().arena());
    if (asked.verb != model::Verb::install) return;
    // That image blocks them, whether the release has them or not: debian-php-in-php-image.
    bool const has_own_php =
        release->product == "debian"
        && knowledge::canonical_name(model::name_of(pass.stage()->root().image)) == "php";
    auto const absent_of = [&](model::Package const& package) {
        bool const is_from_elsewhere =
            package.version.starts_with('/') || package.version.starts_with('@');
        bool const is_blocked = has_own_php && package.name.starts_with("php");
        return is_from_elsewhere || is_blocked || package.name.empty()
                   ? std::nullopt
                   : knowledge::absent_package(*release, package.name);
    };
    if (std::ranges::none_of(asked.packages,
                             [&](auto const& one) { return absent_of(one).has_value(); })) {
        return;
    }
    if (asks_otherwise(asked) || !model::fails_the_build(*pass.stage(), command)) return;
    if (!pass.may_look_around()) return;
    if (model::may_have_other_sources(pass.build(), *pass.stage(), command, words_of_more)) return;
    auto const title = title_of(*release);
    for (auto const& package : asked.packages) {
        auto const absent = absent_of(package);
        if (!absent) continue;
        report(package, *absent, title, pass).related(pass.stage()->root().span, "the base image");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::apt, Manager::apk);

}  // namespace dockcheck::rules::package_not_in_release
