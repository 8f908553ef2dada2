// Finds downloads over https in images of Debian and Ubuntu to which nothing brings certificates.
#include "rules/packages/download-without-certificates.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::download_without_certificates {
namespace {

using model::Command;

/// Packages that require ca-certificates, themselves or by others: Packages files of Debian 12 and
/// 13, 2026-11-28; apt-transport-https and gnupg-curl of older releases.
constexpr model::WordList with_certificates =
    " ant apt-transport-https ca-certificates ca-certificates-java composer cpanminus default-jdk "
    "default-jre default-jre-headless devscripts gnupg-curl gradle libwww-perl maven mono-devel "
    "node-gyp node-less nodejs npm openjdk-11-jre-headless openjdk-17-jre-headless "
    "openjdk-21-jre-headless python-pip python3-pip python3-requests python3-venv r-base ruby "
    "ruby-dev ruby-full software-properties-common texlive-full vim-nox ";

/// Commands that bring no certificates, whatever they are asked.
constexpr model::WordList harmless =
    " : [ cd chmod chown cp cut curl date echo export find git grep groupadd install ln ls make "
    "mkdir mv printf pwd rm rmdir sed set sha256sum sha512sum sort tar test touch tr true umask "
    "unzip useradd wget which ";

/// Debian 9, Ubuntu 18.04 and newer ones.
bool lacks_certificates(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.known_image == nullptr) return false;
    auto const name = root.known_image->name;
    if (name != "debian" && name != "ubuntu") return false;
    if (model::tag_of(root.image) == "latest") return true;
    auto const* const release = model::base_release(stage);
    return release != nullptr
           && knowledge::compare_versions(release->number, name == "debian" ? "9" : "18.04") >= 0;
}

/// The address and the server, where all is known to be asked for by https.
bool asks_by_https(model::Download const& download) {
    auto const is_https = [](model::Argument const* url) {
        auto const address = model::address_of(url->value);
        return equal_without_case(address.scheme, "https") && address.host_is_known
               && !model::is_local_host(address.host);
    };
    static constexpr model::WordList careless =
        " -k --insecure --cacert --capath --ca-native -K --config --no-check-certificate "
        "--ca-certificate --ca-directory -c --config-env -e --execute -x --proxy ";
    bool const is_wget = download.fetcher == model::Fetcher::wget;
    for (auto const& option : download.options) {
        // -c of wget goes on with a file, -x makes folders.
        bool const is_of_wget = is_wget && (option.name == "-c" || option.name == "-x");
        if (careless.holds(option.name) && !is_of_wget) return false;
    }
    return !download.may_have_more_options && !download.urls.empty()
           && std::ranges::any_of(download.urls, is_https);
}

bool is_apt_without_certificates(Command const& command, model::Build const& build) {
    auto const& install = model::package_command(command, build.arena());
    using model::Verb;
    if (install.verb == Verb::update || install.verb == Verb::clean || install.verb == Verb::remove)
        return true;
    if (install.verb != Verb::install || !install.paths.empty()) return false;
    if (!install.has_option("--no-install-recommends")) return false;
    return std::ranges::all_of(install.packages, [](model::Package const& package) {
        using knowledge::PackageFamily;
        return !package.name.empty() && !with_certificates.holds(package.name)
               && knowledge::package_brings(PackageFamily::debian, package.name, "sh")
                      != knowledge::Brings::unknown;
    });
}

/// True where a command in front may bring certificates.
bool may_bring(Command const& command, model::Build const& build) {
    if (command.arguments.empty()) return false;
    if (model::manager_of(command) == model::Manager::apt)
        return !is_apt_without_certificates(command, build);
    return !harmless.holds(command.program)
           || command.argument(0).find('/') != std::string_view::npos;
}

bool may_be_copied(model::Stage const& stage) {
    return std::ranges::any_of(stage.transfers, [](model::Transfer const& transfer) {
        auto const target = transfer.target.known();
        if (!target) return true;
        auto const path = model::clean_path(*target);
        return path == "/" || path == "/etc" || path == "/usr" || path.starts_with("/etc/ssl")
               || path.starts_with("/usr/share") || path.starts_with("/usr/local/share")
               || path.starts_with("/usr/lib");
    });
}

/// The package that brought the program, in the last install in front of the command.
model::Package const* installed(model::Stage const& stage, Command const& last,
                                model::Build const& build) {
    model::Package const* found = nullptr;
    for (auto const& command : stage.commands) {
        if (&command == &last) break;
        if (model::manager_of(command) != model::Manager::apt) continue;
        auto const& install = model::package_command(command, build.arena());
        if (install.verb != model::Verb::install) continue;
        for (auto const& package : install.packages) {
            if (package.name == last.program) found = &package;
        }
    }
    return found;
}

/// The first download of the stage: it stops the build.
bool is_first(model::Stage const& stage, Command const& command, model::Build const& build) {
    for (auto const& other : stage.commands) {
        if (&other == &command) return true;
        auto const& download = model::download_of(other, build.arena());
        if (download.fetcher != model::Fetcher::none && asks_by_https(download)) return false;
    }
    return true;
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    if (command.is_conditional || command.can_fail_unseen || command.in_substitution) return;
    if (command.follower == model::Connector::disjunction) return;
    if (command.wrappers != model::wrapper_none || stage.parent != nullptr) return;
    if (!lacks_certificates(stage)) return;
    auto const& download = model::download_of(command, build.arena());
    if (download.fetcher == model::Fetcher::none || !asks_by_https(download)) return;
    for (std::string_view const word : {"ca-certificates", "SSL_CERT", "GIT_SSL", "sslCA",
                                        "sslVerify", "CA_BUNDLE", "ca-bundle", "curlrc"}) {
        if (build.may_hold(word)) return;
    }
    auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
    bool const has_mounts =
        run == nullptr || std::ranges::any_of(run->mounts, [](auto const& each) {
            auto const* const type = each.find("type");
            return type == nullptr || type->value.text() != "cache";
        });
    if (has_mounts || !pass.may_look_around() || may_be_copied(stage)) return;
    auto const* const package = installed(stage, command, build);
    if (package == nullptr || !is_first(stage, command, build)) return;
    for (auto const& other : stage.commands) {
        if (&other == &command) break;
        if (may_bring(other, build)) return;
    }
    auto finding = pass.report(command.arguments.front().span, missing, command.program,
                               model::shown_name(stage.root()));
    if (package->argument == nullptr) return;
    finding.related(package->argument->span, "installed here");
    // An array of strings takes no bare word.
    if (pass.text(package->argument->span).starts_with('"')) return;
    finding.insert(package->argument->span.end, " ca-certificates");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" curl wget git ");

}  // namespace dockcheck::rules::download_without_certificates
