// Finds packages that npm, Yarn and pnpm install in whichever version is newest.
#include "rules/node/unpinned-npm-package.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_npm_package {
namespace {

using model::Manager;
using model::PackageCommand;

enum class Pin : std::uint8_t { fixed, open, range, branch };

/// A repository: `git+https://...`, `git@host:x`, `github:user/x` or `user/x`.
bool is_repository(std::string_view text) {
    if (text.starts_with("git") && text.find_first_of(":@+") != text.npos) return true;
    if (text.starts_with("bitbucket:")) return true;
    if (text.find("://") != text.npos) return text.find(".git") != text.npos;
    auto const slash = text.find('/');
    return slash != text.npos && slash > 0 && text.front() != '@'
           && text.find('/', slash + 1) == text.npos;
}

bool is_exact(std::string_view version) {
    if (version.starts_with('v')) version.remove_prefix(1);
    auto const digits = version.substr(0, version.find_first_of("-+"));
    return std::ranges::count(digits, '.') == 2
           && digits.find_first_not_of("0123456789.") == digits.npos;
}

Pin pin_of(model::Package const& package) {
    auto const text = package.argument->value.text_or_empty();
    if (is_repository(text)) return text.find('#') == text.npos ? Pin::branch : Pin::fixed;
    if (package.name.empty() || text.find("://") != text.npos) return Pin::fixed;
    // x@npm:y@1 is another package under this name.
    auto version = package.version.substr(std::min<std::size_t>(1, package.version.size()));
    if (version.starts_with("npm:")) {
        auto const at = version.rfind('@');
        version = at == version.npos || at < 6 ? std::string_view() : version.substr(at + 1);
    }
    if (version.empty() || version == "latest") return Pin::open;
    if (version.find('$') != version.npos || version.find(':') != version.npos) return Pin::fixed;
    return is_exact(version) ? Pin::fixed : Pin::range;
}

bool is_install(PackageCommand const& install) {
    return install.verb == model::Verb::install
           && (install.manager == Manager::npm || install.manager == Manager::yarn
               || install.manager == Manager::pnpm);
}

/// Installed for the whole image: package.json has no part in it.
bool is_global(PackageCommand const& install) {
    if (install.has_option("-g") || install.has_option("--global")) return true;
    if (install.has_option("--location=global")) return true;
    return std::ranges::any_of(install.verb_words, [](model::Argument const& word) {
        return word.value.text_or_empty() == "global";
    });
}

void report_global(std::vector<std::string_view> const& names, model::Argument const& first,
                   Pass& pass) {
    if (names.size() == 1) {
        pass.report(first.span, one_global, names.front());
    } else {
        pass.report(first.span, several_global, model::listed(names), names.front());
    }
}

void report(std::vector<std::string_view> const& names, model::Argument const& first, Pass& pass) {
    if (names.size() == 1) {
        pass.report(first.span, one, names.front());
    } else {
        pass.report(first.span, several, model::listed(names), names.front());
    }
}

/// `npx cowsay`: the first word that is no option names the package.
void check_npx(model::Command const& command, Pass& pass, Options const& options) {
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.text_or_empty();
        if (text.empty() || text == "-p" || text == "--package" || text == "-c") return;
        if (text.starts_with('-')) continue;
        auto const at = text.find('@', 1);
        bool const is_open = at == text.npos || text.substr(at) == "@latest";
        auto const name = text.substr(0, at);
        if (is_open && !matches_any_wildcard(name, options.ignore_packages)) {
            pass.report(argument.span, one_global, name);
        }
        return;
    }
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (options.check_npx && command.program == "npx") check_npx(command, pass, options);
    auto const manager = model::manager_of(command);
    if (manager == Manager::none) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!is_install(install)) return;
    std::vector<std::string_view> names;
    model::Argument const* first = nullptr;
    auto const* listed = is_global(install) ? nullptr
                                            : model::manifest_beside(pass.build(), *pass.stage(),
                                                                     command, "package.json");
    for (auto const& package : install.packages) {
        // The range that package.json has stays.
        if (listed != nullptr && listed->find(package.name) != nullptr) continue;
        if (matches_any_wildcard(package.name, options.ignore_packages)) continue;
        auto const pin = pin_of(package);
        auto const text = package.argument->value.text_or_empty();
        if (pin == Pin::branch) pass.report(package.argument->span, branch, text);
        if (pin == Pin::range && options.require_exact) {
            pass.report(package.argument->span, range, text, package.name);
        }
        if (pin != Pin::open) continue;
        if (first == nullptr) first = package.argument;
        names.push_back(package.name);
    }
    if (first == nullptr) return;
    is_global(install) ? report_global(names, *first, pass) : report(names, *first, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" npx ").for_managers_of_languages();

}  // namespace dockcheck::rules::unpinned_npm_package
