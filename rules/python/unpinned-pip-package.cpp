// Finds packages that pip installs in whichever version is newest.
#include "rules/python/unpinned-pip-package.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_pip_package {
namespace {

using model::Manager;

/// `git+https://x/y.git` without @REF: whatever the branch holds.
bool is_repository_without_revision(std::string_view url) {
    auto const scheme = url.find("://");
    auto const plus = url.find('+');
    if (scheme == url.npos || plus == url.npos || plus > scheme) return false;
    auto const path = url.find('/', scheme + 3);
    return path != url.npos && url.find('@', path) == url.npos;
}

std::string_view url_of(model::Package const& package) {
    if (package.argument == nullptr || !package.argument->value.is_known()) return {};
    auto const text = package.argument->value.text_or_empty();
    auto const plus = text.find('+');
    auto const start = text.find_last_of(" @", plus);
    return plus == text.npos || start == text.npos ? text : text.substr(start + 1);
}

bool is_exact(std::string_view version) {
    return version.starts_with("==") && version.find_first_of("*,<>!~") == version.npos;
}

/// The requirement with a version: its extras in front of it, its markers behind.
std::string pinned(model::Package const& package) {
    auto const text =
        package.argument == nullptr ? std::string_view() : package.argument->value.text_or_empty();
    auto const marker = std::min(text.find(';'), text.size());
    auto const open = text.find('[');
    auto const close = text.find(']', std::min(open, text.size()));
    std::string requirement(package.name);
    if (close < marker) requirement += text.substr(open, close - open + 1);
    requirement += "==VERSION";
    return requirement.append(text.substr(marker));
}

bool is_install(model::Command const& command, model::PackageCommand const& install) {
    if (install.verb != model::Verb::install || install.verb_argument == nullptr) return false;
    if (install.manager == Manager::pip) return true;
    return install.manager == Manager::uv && command.argument(1) == "pip";
}

/// The versions come from elsewhere: constraints, hashes, a folder of wheels.
bool has_other_source(model::Command const& command, model::PackageCommand const& install,
                      Pass const& pass) {
    if (!install.constraint_files.empty()) return true;
    static constexpr std::string_view all_options[] = {"--require-hashes", "--no-index",
                                                       "--dry-run"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return true;
    }
    static constexpr std::string_view all_names[] = {"PIP_CONSTRAINT", "PIP_NO_INDEX",
                                                     "UV_CONSTRAINT"};
    for (auto const name : all_names) {
        auto const variable = pass.build().variable(*command.instruction, name);
        if (variable.state == dockerfile::Variable::State::known) return true;
        for (auto const& assignment : command.assignments) {
            if (assignment.name == name) return true;
        }
    }
    return false;
}

/// Each release of these requires one exact release of torch (pytorch.org, "Previous versions").
bool follows_torch(std::string_view name) {
    return name == "torchvision" || name == "torchaudio" || name == "torchtext";
}

bool has_version(model::Package const& package) { return is_exact(package.version); }

bool pins_torch(model::PackageCommand const& install) {
    return std::ranges::any_of(install.packages, [](model::Package const& package) {
        return package.name == "torch" && has_version(package);
    });
}

/// `flask>=3`, which the shell takes for a redirection: another rule tells of it.
bool is_redirected(model::Package const& package, model::Command const& command) {
    return std::ranges::any_of(command.redirections, [&](model::Redirection const& redirection) {
        auto const target = redirection.target.raw.text();
        return redirection.span.begin == package.argument->span.end && !target.empty()
               && (target.front() == '=' || (target.front() >= '0' && target.front() <= '9'));
    });
}

/// Says which packages have no version. With others beside them whose versions are given pip may
/// have to take an older one than the newest.
void report_open(std::vector<std::string_view> const& names, model::Package const& first,
                 model::PackageCommand const& install, Pass& pass) {
    auto const span = first.argument->span;
    bool const may_be_bound =
        std::ranges::any_of(install.packages, has_version) || !install.requirement_files.empty();
    if (names.size() == 1) {
        pass.report(span, may_be_bound ? one_open : one, names.front(), pinned(first));
    } else {
        pass.report(span, may_be_bound ? several_open : several, model::listed(names),
                    pinned(first));
    }
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const manager = model::manager_of(command);
    if (manager != Manager::pip && manager != Manager::uv) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!is_install(command, install) || has_other_source(command, install, pass)) return;
    std::vector<std::string_view> names;
    model::Package const* first = nullptr;
    for (auto const& package : install.packages) {
        auto const url = url_of(package);
        if (is_repository_without_revision(url)) {
            auto const fragment = std::min(url.find('#'), url.size());
            pass.report(
                package.argument->span, repository, url,
                std::string(url.substr(0, fragment)) + "@TAG" + std::string(url.substr(fragment)));
            continue;
        }
        if (package.name.empty() || package.version.starts_with('@')) continue;
        if (matches_any_wildcard(package.name, options.ignore_packages)) continue;
        if (package.version.empty()) {
            if (is_redirected(package, command)) continue;
            if (follows_torch(package.name) && pins_torch(install)) continue;
            if (first == nullptr) first = &package;
            names.push_back(package.name);
        } else if (options.require_exact && !is_exact(package.version)) {
            pass.report(package.argument->span, range, package.name, package.version,
                        pinned(package));
        }
    }
    if (first != nullptr) report_open(names, *first, install, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::pip, Manager::uv);

}  // namespace dockcheck::rules::unpinned_pip_package
