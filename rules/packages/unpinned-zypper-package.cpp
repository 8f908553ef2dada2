// Finds packages that zypper installs in whichever version there is.
#include "rules/packages/unpinned-zypper-package.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_zypper_package {
namespace {

bool is_pinned(model::Package const& package) {
    auto const name = package.name;
    auto const last = name.rfind('-');
    // name-1.2 is taken as well.
    bool const has_version = last != name.npos && last + 1 < name.size() && name[last + 1] >= '0'
                             && name[last + 1] <= '9';
    return !package.version.empty() || has_version;
}

/// Patterns, capabilities and what is to be removed have no version.
bool is_package_name(std::string_view name) {
    return !name.empty() && name.find_first_of(":(/*") == name.npos && name.front() != '-'
           && name.front() != '!';
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "zypper") return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || install.has_option("--type")
        || install.has_option("-t")) {
        return;
    }
    ArenaVector<std::string_view> names(pass.build().arena());
    model::Argument const* first = nullptr;
    for (auto const& package : install.packages) {
        if (!is_package_name(package.name) || is_pinned(package)) continue;
        if (matches_any_wildcard(package.name, options.ignore_packages)) continue;
        if (first == nullptr) first = package.argument;
        names.push_back(package.name);
    }
    if (names.size() == 1) {
        pass.report(first->span, one, names.front());
    } else if (names.size() > 1) {
        pass.report(first->span, several, model::listed(names.items()), names.front());
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" zypper ");

}  // namespace dockcheck::rules::unpinned_zypper_package
