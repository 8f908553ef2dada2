// Finds packages that apk installs in whichever version there is.
#include "rules/packages/unpinned-apk-package.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_apk_package {
namespace {

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "apk") return;
    auto const& add = model::package_command(command, pass.build().arena());
    if (add.verb != model::Verb::install) return;
    ArenaVector<std::string_view> names(pass.build().arena());
    model::Argument const* first = nullptr;
    for (auto const& package : add.packages) {
        auto const name = package.name;
        if (name.empty() || name.starts_with('.') || name.starts_with('!')) continue;
        if (matches_any_wildcard(name, options.ignore_packages)) continue;
        if (package.version.starts_with('@')) {
            pass.report(package.argument->span, tag, name, package.version.substr(1))
                .severity(Severity::info);
        }
        if (!package.version.empty()) continue;
        if (first == nullptr) first = package.argument;
        names.push_back(name);
    }
    if (names.size() == 1) {
        pass.report(first->span, one, names.front());
    } else if (names.size() > 1) {
        pass.report(first->span, several, model::listed(names.items()), names.front());
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" apk ");

}  // namespace dockcheck::rules::unpinned_apk_package
