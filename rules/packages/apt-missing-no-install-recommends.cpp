// Finds apt installs that bring along packages which are only recommended.
#include "rules/packages/apt-missing-no-install-recommends.hpp"

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
    pass.report(model::called_at(install), recommends, model::called(install))
        .insert(install.verb_argument->span.end,
                command.exec_form ? ", \"--no-install-recommends\"" : " --no-install-recommends");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::apt);

}  // namespace dockcheck::rules::apt_missing_no_install_recommends
