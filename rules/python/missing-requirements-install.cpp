// Finds images that carry requirements which nothing installs.
#include "rules/python/missing-requirements-install.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_program.hpp"

namespace dockcheck::rules::missing_requirements_install {
namespace {

using Kind = model::PythonStart::Kind;

/// Commands that bring no Python packages.
bool is_harmless(model::Command const& command, Pass const& pass) {
    static constexpr std::string_view programs[] = {
        ":",        "addgroup", "adduser",    "apk",     "apt",   "apt-get",
        "cd",       "chgrp",    "chmod",      "chown",   "echo",  "export",
        "groupadd", "ln",       "locale-gen", "ls",      "mkdir", "mv",
        "printf",   "pwd",      "rm",         "set",     "sleep", "test",
        "touch",    "true",     "useradd",    "usermod", "which", "update-ca-certificates"};
    if (std::ranges::find(programs, command.program) == std::ranges::end(programs)) return false;
    auto const& install = model::package_command(command, pass.build().arena());
    return std::ranges::none_of(install.packages, [](model::Package const& package) {
        return package.name.empty() || package.name.starts_with("py")
               || package.name.find("pip") != package.name.npos || package.name == "uv";
    });
}

/// True when nothing in the chain of a stage can have installed a Python package.
bool installs_nothing(Pass const& pass, model::Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            if (transfer.from != nullptr) return false;
            for (auto const& source : transfer.sources) {
                if (source.is_remote || !source.value.is_known()) return false;
            }
        }
        for (auto const& instruction : part->instructions) {
            if (instruction.keyword == ast::Keyword::unknown) return false;
            if (instruction.keyword != ast::Keyword::run) continue;
            if (!instruction.heredocs.empty()) return false;
            bool any = false;
            for (auto const& command : part->commands_of(instruction)) {
                any = true;
                if (!is_harmless(command, pass)) return false;
            }
            if (!any) return false;
        }
    }
    return true;
}

/// True when packages may lie among the sources themselves.
bool carries_packages(Pass const& pass) {
    auto const files = pass.context()->files_below("");
    return std::ranges::any_of(files, [](std::string const& path) {
        return path.find("site-packages/") != path.npos || path.ends_with(".whl")
               || path.find("/vendor/") != path.npos || path.find(".dist-info/") != path.npos;
    });
}

/// A package of the file that the start certainly needs.
std::string needed_package(Pass const& pass, model::PythonStart const& start,
                           context::Requirements const& requirements) {
    auto const listed = [&](std::string_view name) {
        auto const normalised = context::normalised_package_name(name);
        auto const* entry = requirements.find(normalised);
        return entry == nullptr || entry->has_marker ? std::string() : entry->name;
    };
    if (start.kind == Kind::server) return listed(start.server);
    if (start.kind == Kind::flask_run) return listed("flask");
    auto const& program = model::python_program(pass.build(), *pass.stage());
    for (auto const& module : program.foreign) {
        if (auto name = listed(module); !name.empty()) return name;
    }
    return {};
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->from == nullptr || stage->is_windows) return;
    auto const& base = stage->root();
    auto const& build = pass.build();
    bool const is_python = base.kind == model::Reference::Kind::image
                           && base.image.hub_name() == "python"
                           && base.image.tag.find("onbuild") == std::string_view::npos;
    if (!is_python || config.find_environment("PYTHONPATH") != nullptr) return;
    if (!build.context_is_certain({}) || !installs_nothing(pass, *stage)) return;
    auto const& start = model::python_start(build, *stage);
    bool const is_clear = start.kind != Kind::none && start.is_certain && !start.through_script;
    if (!is_clear || start.folder.empty() || carries_packages(pass)) return;

    auto const folder = start.kind == Kind::file
                            ? model::clean_path(std::string(start.file) + "/..")
                            : std::string(start.folder);
    auto const path = model::clean_path(folder + "/requirements.txt");
    auto const landing = build.landing(*stage, path);
    if (landing.kind != model::Landing::Kind::context_file || landing.transfer == nullptr) return;
    auto const* requirements = pass.context()->requirements(landing.context_path);
    if (requirements == nullptr) return;
    auto const needed = needed_package(pass, start, *requirements);
    if (needed.empty()) return;

    auto const& workdir = landing.transfer->workdir;
    bool const is_there = workdir.is_set() && workdir.value.is_known()
                          && model::clean_path(*workdir.value.known()) == folder;
    auto const shown = is_there ? std::string("requirements.txt") : path;
    auto const& copy = *landing.transfer->instruction;
    pass.report(stage->base.span, never, shown, start.shown, needed)
        .related(copy.span, "copied here")
        .insert(copy.whole.end, "\nRUN pip install --no-cache-dir -r " + shown);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_requirements_install
