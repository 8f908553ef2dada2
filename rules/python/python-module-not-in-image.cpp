// Finds modules that a Python program certainly loads and that certainly are not in the image.
#include "rules/python/python-module-not-in-image.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/missing_program.hpp"
#include "analyzer/model/own_environment.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_imports.hpp"
#include "analyzer/model/python_modules.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/python_start.hpp"

namespace dockcheck::rules::python_module_not_in_image {
namespace {

bool starts_module(model::PythonStart const& start) {
    return start.kind == model::PythonStart::Kind::module && start.is_certain
           && !start.through_script && !start.folder.empty() && model::is_dotted_name(start.module);
}

/// `python -m PACKAGE` of a package that has no __main__.py.
void look_for_main(Pass& pass, model::PythonStart const& start) {
    if (!starts_module(start)) return;
    auto tail = std::string(start.module);
    std::ranges::replace(tail, '.', '/');
    auto const base = model::clean_path(std::string(start.folder) + "/" + tail);
    auto const at = [&](std::string_view end) {
        return model::look_for_path(pass.build(), *pass.stage(), base + std::string(end));
    };
    using model::ModulePresence;
    if (at("/__init__.py") != ModulePresence::present || at(".py") != ModulePresence::absent
        || at("/__main__.py") != ModulePresence::absent) {
        return;
    }
    pass.report(start.span, no_main, start.module, base);
}

/// `python -m shop` where only a folder such as src has it, and nothing installs the project.
void look_for_module(Pass& pass, model::PythonStart const& start) {
    if (!starts_module(start)) return;
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    auto const roots = model::import_roots(std::string(start.folder), stage);
    if (!roots || model::is_standard_program(start.module)
        || model::may_be_installed(build, stage, start.module)) {
        return;
    }
    auto const module = std::string(start.module);
    auto const folder = model::folder_with_module(build, module);
    if (!folder
        || model::look_for_module(build, stage, *roots, module) != model::ModulePresence::absent) {
        return;
    }
    pass.report(start.span, module_elsewhere, module, start.folder, pass.context()->shown(*folder));
}

/// Settings of Django that a variable of the image names.
void look_for_settings(Pass& pass, model::RuntimeConfig const& config,
                       model::PythonStart const& start) {
    auto const* variable = config.find_environment("DJANGO_SETTINGS_MODULE");
    if (variable == nullptr || variable->value_place.source == nullptr) return;
    auto const name = variable->value.known();
    if (!name || !model::is_dotted_name(*name) || !start.is_certain || start.folder.empty()) return;
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    bool const is_manage = start.file.ends_with("/manage.py");
    bool const is_started =
        is_manage || (start.kind == model::PythonStart::Kind::server && !start.through_script);
    if (!is_started || !model::python_program(build, stage).imports("django")) return;
    auto const roots =
        is_manage ? model::import_roots(model::clean_path(std::string(start.file) + "/.."), stage)
                  : model::import_roots(start, stage);
    if (!roots || model::may_be_installed(build, stage, *name)
        || model::lies_anywhere(build, *name)) {
        return;
    }
    auto const module = std::string(*name);
    if (model::look_for_module(build, stage, *roots, module) == model::ModulePresence::absent)
        pass.report(variable->value_place, settings, module);
}

/// A driver or a parser that a source needs without importing it.
void tell_need(Pass& pass, model::MissingImport const& missing) {
    auto const place = missing.installed;
    auto const file = missing.import.source->name();
    using Need = context::NeededModule::Kind;
    auto finding = *missing.need == Need::broker ? pass.report(place, broker, file)
                   : *missing.need == Need::form
                       ? pass.report(place, form, file, missing.package)
                       : pass.report(place, database, file, missing.module, missing.package);
    finding.related(missing.import, "needed here");
}

/// How the packages of an environment get where the image's own Python looks for them.
std::string way_into_environment(std::string_view tool, std::string const& folder) {
    if (tool == "pipenv install") return "write pipenv install --system --deploy";
    if (tool == "poetry install")
        return "write ENV POETRY_VIRTUALENVS_CREATE=false in front of poetry install";
    if (folder.empty()) return "put the bin folder of the environment onto the PATH";
    return "put its bin folder onto the PATH (ENV PATH=\"" + (folder == "/" ? "" : folder)
           + "/.venv/bin:$PATH\"), or start uv run --no-sync python ...";
}

/// What uv, Poetry or Pipenv keep in an environment that the start does not use.
bool look_for_kept_module(Pass& pass, model::PythonStart const& start) {
    auto const kept = model::kept_module(pass.build(), *pass.stage(), start);
    if (!kept) return false;
    auto const tool = model::shown_install(*kept->install);
    auto shown = std::string(start.shown);
    if (start.whole.size() > start.words.size()) shown = "python -m " + shown;
    auto finding = pass.report(start.span, kept_apart, shown, kept->module, tool,
                               way_into_environment(tool, kept->folder));
    finding.related(kept->install->span, "installed here");
    if (kept->import.source != &pass.build().source())
        finding.related(kept->import, "imported here");
    return true;
}

/// A module of Python's own library that this Python no longer has.
bool look_for_removed_module(Pass& pass, model::PythonStart const& start) {
    auto const found = model::removed_import(pass.build(), *pass.stage(), start);
    if (!found) return false;
    auto const& module = *found->module;
    bool const is_of_setuptools = module.name == "pkg_resources";
    auto const& message = is_of_setuptools ? of_setuptools : removed;
    pass.report(start.span, message, found->import.source->name(), module.name,
                "3." + std::to_string(module.minor), module.instead)
        .related(found->import, "imported here")
        .related(pass.stage()->root().span, "the base image");
    return true;
}

/// What a Python that certainly starts is told to load.
void look_for_modules(Pass& pass, model::RuntimeConfig const& config) {
    auto const& start = model::python_start(pass.build(), *pass.stage());
    if (!pass.context()->has_compose_file()) {
        look_for_main(pass, start);
        look_for_module(pass, start);
        look_for_settings(pass, config, start);
    }
    // What is installed, no compose file changes.
    if (pass.context()->may_be_composed() && pass.context()->may_start_otherwise()) return;
    if (look_for_kept_module(pass, start) || look_for_removed_module(pass, start)) return;
    auto const missing = model::missing_import(pass.build(), *pass.stage(), start);
    if (!missing) return;
    if (missing->need) {
        tell_need(pass, *missing);
        return;
    }
    bool const is_worker = missing->import.source == &pass.build().source();
    auto const importing = is_worker ? "gunicorn" : missing->import.source->name();
    pass.report(missing->installed, import, importing, missing->module, missing->package)
        .related(missing->import, "imported here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    auto const& start = model::python_start(pass.build(), *stage);
    if (start.kind == model::PythonStart::Kind::none) return;
    if (!model::may_lack_started_program(pass.build(), *stage)) look_for_modules(pass, config);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::python_module_not_in_image
