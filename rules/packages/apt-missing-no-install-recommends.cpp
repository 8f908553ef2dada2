// Finds apt installs that bring along packages which are only recommended.
#include "rules/packages/apt-missing-no-install-recommends.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::apt_missing_no_install_recommends {
namespace {

bool is_decided(model::Command const& command, model::PackageCommand const& install,
                model::Build const& build) {
    static constexpr std::string_view all_options[] = {
        "--no-install-recommends", "--install-recommends", "--without-recommends",
        "--with-recommends",       "--download-only",      "--print-uris"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return true;
    }
    bool const is_aptitude = command.program == "aptitude";
    if (is_aptitude && (install.has_option("-R") || install.has_option("-r"))) return true;
    return build.may_hold(TrigramWord("Install-Recommends"))
           && model::has_word_with(command, "Install-Recommends");
}

/// A program that is installed and asks servers, where nothing names the certificates by which it
/// knows them: those are recommended only.
std::string_view client_without_certificates(model::PackageCommand const& install,
                                             model::Build const& build) {
    if (build.may_hold(TrigramWord("ca-certificates"))) return {};
    if (!build.may_hold(TrigramWord("https://"))) return {};
    for (auto const& package : install.packages) {
        if (package.name == "curl" || package.name == "wget" || package.name == "git") {
            return package.name;
        }
    }
    return {};
}

/// True for python3-pip without a compiler beside it, which it recommends, where pip installs
/// something later: what that has to compile is not known here.
bool brings_compiler_for_pip(model::Command const& command, model::PackageCommand const& install,
                             model::Stage const& stage, model::Build const& build) {
    bool brings_pip = false;
    for (auto const& package : install.packages) {
        if (package.name == "build-essential" || package.name == "gcc" || package.name == "g++")
            return false;
        brings_pip = brings_pip || package.name == "python3-pip";
    }
    constexpr std::size_t most = 1000;
    auto const commands = stage.commands.first(std::min(stage.commands.size(), most));
    return brings_pip && std::ranges::any_of(commands, [&](model::Command const& other) {
               return &other > &command && model::manager_of(other) == model::Manager::pip
                      && model::package_command(other, build.arena()).verb == model::Verb::install;
           });
}

std::string as_word(model::Command const& command, std::string_view word) {
    auto const text = std::string(word);
    return command.exec_form ? ", \"" + text + "\"" : " " + text;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    if (model::manager_of(command) != model::Manager::apt) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || install.packages.empty()) return;
    if (install.verb_argument->value.text_or_empty() == "reinstall") return;
    if (model::may_hide_option(command) || is_decided(command, install, pass.build())) {
        return;
    }
    auto const& stage = *pass.stage();
    // The setting, not the option: apt.conf, or -o of another command that writes it.
    static constexpr std::string_view all_settings[] = {"::Install-Recommends",
                                                        " Install-Recommends "};
    for (auto const setting : all_settings) {
        if (model::is_mentioned_before(pass.build(), stage, command, setting)) return;
    }
    if (model::may_be_copied_before(pass.build(), stage, command, "/etc/apt/apt.conf")) return;
    auto const called = model::called(install);
    if (brings_compiler_for_pip(command, install, stage, pass.build())) {
        pass.report(model::called_at(install), compiler, called);
        return;
    }
    auto const client = client_without_certificates(install, pass.build());
    auto finding = client.empty()
                       ? pass.report(model::called_at(install), recommends, called)
                       : pass.report(model::called_at(install), certificates, called, client);
    finding.insert(install.verb_argument->span.end, as_word(command, "--no-install-recommends"));
    if (!client.empty()) {
        finding.insert(install.packages.back().argument->span.end,
                       as_word(command, "ca-certificates"));
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::apt);

}  // namespace dockcheck::rules::apt_missing_no_install_recommends
