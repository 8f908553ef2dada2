// Finds packages that dnf and yum install in whichever version there is.
#include "rules/packages/unpinned-dnf-package.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_dnf_package {
namespace {

using model::Manager;
using model::PackageCommand;

std::string_view variant_of(Manager manager) {
    if (manager == Manager::yum) return "yum";
    if (manager == Manager::microdnf) return "microdnf";
    return manager == Manager::dnf ? "dnf" : "";
}

bool begins_with_digit(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// name-1.2 and name-1.2-3.el9, glued ones such as python3.12-3.12.5-2 included.
bool has_version(model::Package const& package) {
    if (!package.version.empty()) return true;
    auto const name = package.name;
    auto const last = name.rfind('-');
    return last != name.npos && begins_with_digit(name.substr(last + 1));
}

bool is_module_install(PackageCommand const& install) {
    return install.verb_words.size() == 2
           && install.verb_words.front().value.text_or_empty() == "module";
}

/// Groups and what a package provides have no version.
bool is_package_name(std::string_view name) {
    return !name.empty() && name.front() != '@' && name.find_first_of("(/*") == name.npos;
}

bool installs_packages(PackageCommand const& install) {
    if (install.verb != model::Verb::install) return false;
    auto const verb = install.verb_words.empty() ? std::string_view()
                                                 : install.verb_words.front().value.text_or_empty();
    return verb == "install" || verb == "in" || is_module_install(install);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const variant = variant_of(model::manager_of(command));
    if (std::ranges::find(options.managers, variant) == options.managers.end()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!installs_packages(install)) return;
    bool const is_module = is_module_install(install);
    ArenaVector<std::string_view> names(pass.build().arena());
    model::Argument const* first = nullptr;
    for (auto const& package : install.packages) {
        if (!is_package_name(package.name)) continue;
        if (matches_any_wildcard(package.name, options.ignore_packages)) continue;
        if (is_module ? package.name.find(':') != package.name.npos : has_version(package))
            continue;
        if (first == nullptr) first = package.argument;
        names.push_back(package.name);
    }
    if (first == nullptr) return;
    if (is_module) {
        pass.report(first->span, stream, names.front()).variant(variant);
    } else if (names.size() == 1) {
        pass.report(first->span, one, names.front()).variant(variant);
    } else {
        pass.report(first->span, several, model::listed(names.items()), names.front())
            .variant(variant);
    }
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::dnf, Manager::yum, Manager::microdnf);

}  // namespace dockcheck::rules::unpinned_dnf_package
