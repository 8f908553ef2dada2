// Finds requirements files with entries that name no exact version.
#include "rules/python/requirements-not-pinned.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/requirement_files.hpp"

namespace dockcheck::rules::requirements_not_pinned {
namespace {

/// One version.
bool is_pinned(context::Requirement const& entry) {
    if (entry.has_hash) return true;
    std::string_view const specifier = entry.specifier;
    return specifier.starts_with("==") && specifier.find('*') == specifier.npos;
}

/// The patches of one: ~=1.2.3. Somebody has thought of that.
bool is_open_to_patches_alone(context::Requirement const& entry) {
    return entry.specifier.starts_with("~=") && std::ranges::count(entry.specifier, '.') >= 2;
}

/// Tools of which the newest one is wanted.
bool is_installer(std::string_view name) {
    return name == "pip" || name == "setuptools" || name == "wheel";
}

/// The files that python_packages() of the targets come from, so that only what reaches an image
/// counts.
std::set<Source const*> files_of_images(Pass const& pass) {
    std::set<Source const*> files;
    for (auto const* target : pass.build().targets()) {
        for (auto const& package : model::python_packages(pass.build(), *target))
            if (!package.is_for_development) files.insert(package.place.source);
    }
    files.erase(&pass.build().source());
    return files;
}

void report_file(Pass& pass, Source const& file, context::Requirements const& requirements,
                 model::Argument const& written) {
    std::vector<std::string_view> names;
    context::Requirement const* first = nullptr;
    std::size_t count = 0;
    bool is_any_open = false;
    if (requirements.has_constraints) return;
    std::set<std::string_view> pinned;
    for (auto const& entry : requirements.requirements) {
        if (is_pinned(entry)) pinned.insert(entry.name);
    }
    for (auto const& entry : requirements.requirements) {
        // Of an address nobody knows whether it stays the same.
        if (entry.name.empty() || entry.is_editable_or_url) continue;
        ++count;
        if (pinned.contains(entry.name) || is_installer(entry.name)) continue;
        if (first == nullptr) first = &entry;
        is_any_open = is_any_open || !is_open_to_patches_alone(entry);
        names.push_back(entry.name);
    }
    if (!is_any_open) return;
    Place const place{&file, first->span};
    auto finding = names.size() == 1 ? pass.report(place, one, names.front())
                                     : pass.report(place, some, std::to_string(names.size()),
                                                   std::to_string(count), model::listed(names));
    finding.related(written.span, "installed here");
}

bool has_constraints(Pass const& pass, model::Stage const& stage, model::Command const& command,
                     model::PackageCommand const& install) {
    return !install.constraint_files.empty() || install.has_option("--require-hashes")
           || install.has_option("--no-deps") || model::may_hide_option(command)
           || model::is_mentioned_before(pass.build(), stage, command, "PIP_CONSTRAINT")
           || model::is_mentioned_before(pass.build(), stage, command, "UV_CONSTRAINT");
}

void check(model::Build const& build, Pass& pass) {
    if (pass.context() == nullptr) return;
    auto const wanted = files_of_images(pass);
    if (wanted.empty()) return;
    std::set<Source const*> told;
    for (auto const& stage : build.stages()) {
        for (auto const& command : stage.commands) {
            if (command.use != model::Use::run) continue;
            auto const& install = model::package_command(command, build.arena());
            bool const is_python =
                install.manager == model::Manager::pip || install.manager == model::Manager::uv;
            if (!is_python || install.verb != model::Verb::install) continue;
            if (has_constraints(pass, stage, command, install)) continue;
            for (auto const* argument : install.requirement_files) {
                auto const file = model::requirement_file(build, stage, command, *argument);
                if (file.state != model::RequirementFile::State::found) continue;
                auto const* source = pass.context()->read(file.context_path);
                auto const* requirements = pass.context()->requirements(file.context_path);
                if (source == nullptr || requirements == nullptr) continue;
                if (!wanted.contains(source) || !told.insert(source).second) continue;
                report_file(pass, *source, *requirements, *argument);
            }
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::requirements_not_pinned
