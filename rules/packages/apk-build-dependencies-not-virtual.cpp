// Finds apk add whose packages the same RUN deletes again by their names.
#include "rules/packages/apk-build-dependencies-not-virtual.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::apk_build_dependencies_not_virtual {
namespace {

using model::PackageCommand;
using model::Verb;

bool names(PackageCommand const& command, std::string_view name) {
    return std::ranges::any_of(command.packages, [&](model::Package const& package) {
        return !package.name.empty() && package.name == name;
    });
}

/// How many packages of the one the other names as well.
std::size_t shared_count(PackageCommand const& one, PackageCommand const& other) {
    return static_cast<std::size_t>(std::ranges::count_if(
        one.packages, [&](model::Package const& package) { return names(other, package.name); }));
}

/// The first command behind it that deletes one of its packages.
model::Command const* deletion_of(PackageCommand const& add, model::Command const& command,
                                  Pass const& pass) {
    for (auto const& other : model::commands_behind(*pass.stage(), command)) {
        if (model::manager_of(other) != model::Manager::apk) continue;
        auto const& removal = model::package_command(other, pass.build().arena());
        if (removal.verb == Verb::remove && shared_count(add, removal) > 0) return &other;
    }
    return nullptr;
}

/// Both lists are the same, and each stands in one piece.
void fix(PackageCommand const& add, PackageCommand const& removal, Reported& finding) {
    auto const first = removal.packages.front().argument->span;
    auto const last = removal.packages.back().argument->span;
    auto const between = removal.packages.size() == 1 || first.begin < last.begin;
    if (!between || add.verb_argument == nullptr) return;
    finding.insert(add.verb_argument->span.end, " --virtual .build-deps");
    finding.replace({first.begin, last.end}, ".build-deps");
}

bool has_option_within(PackageCommand const& removal) {
    auto const first = removal.packages.front().argument->span.begin;
    auto const last = removal.packages.back().argument->span.end;
    return std::ranges::any_of(removal.options, [&](model::Argument const* option) {
        return option->span.begin > first && option->span.end < last;
    });
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (model::manager_of(command) != model::Manager::apk) return;
    auto const& add = model::package_command(command, pass.build().arena());
    if (add.verb != Verb::install || std::ssize(add.packages) < options.min_packages) return;
    if (add.has_option("--virtual") || add.has_option("-t")) return;
    constexpr std::size_t most_commands = 200;  // behind so many nobody looks
    if (model::commands_behind(*pass.stage(), command).size() > most_commands) return;
    auto const* const behind = deletion_of(add, command, pass);
    if (behind == nullptr) return;
    auto const& removal = model::package_command(*behind, pass.build().arena());
    auto const count = shared_count(add, removal);
    if (static_cast<std::int64_t>(count) < options.min_packages) return;
    bool const same = count == add.packages.size() && count == removal.packages.size();
    auto finding = same ? pass.report(model::called_at(add), twice)
                        : pass.report(model::called_at(add), drifts, std::to_string(count));
    finding.related(behind->span, "deleted here");
    if (!same) return;
    finding.severity(Severity::style);
    if (!command.exec_form && !behind->exec_form && !has_option_within(removal)) {
        fix(add, removal, finding);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::apk);

}  // namespace dockcheck::rules::apk_build_dependencies_not_virtual
