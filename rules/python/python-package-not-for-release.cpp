// Finds requirements of versions that pip takes for no version of the image's Python.
#include "rules/python/python-package-not-for-release.hpp"

#include <string>

#include "analyzer/knowledge/python_releases.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/pip_requirements.hpp"
#include "analyzer/model/python_target.hpp"

namespace dockcheck::rules::python_package_not_for_release {
namespace {

using knowledge::PythonFiles;
using knowledge::PythonReleases;
using knowledge::PythonTarget;

struct Miss {
    std::string wants;  ///< "is for Python 3.10 and newer"
    std::string help;
};

/// Says which Pythons a version is for, and which versions are for this one.
Miss miss_of(PythonReleases const& row, std::string_view version, PythonTarget target,
             knowledge::PythonMinors minors) {
    auto const name = std::string(row.package);
    if (minors.least > target.minor) {
        auto const limit = knowledge::first_version_without(row, target);
        auto const older =
            limit.empty() ? std::string() : "require " + name + "<" + std::string(limit) + ", or ";
        return {"is for Python " + knowledge::python_release(minors.least) + " and newer",
                older + "build FROM an image of Python " + knowledge::python_release(minors.least)};
    }
    auto const newer = knowledge::next_version_with(row, version, target, PythonFiles::sources);
    auto const instead =
        newer.empty() ? std::string() : "require " + name + " " + std::string(newer) + ", or ";
    return {
        "is for Python " + knowledge::python_release(minors.greatest) + " and older",
        instead + "build FROM an image of Python " + knowledge::python_release(minors.greatest)};
}

void add_places(Reported& finding, model::PipRequirement const& required,
                model::Command const& command, Pass const& pass) {
    finding.related(pass.stage()->root().span, "the base image");
    if (required.place.source != &pass.build().source()) {
        finding.related(command.span, "installed here");
    }
}

void look_at(Pass& pass, model::PipRequirement const& required, PythonTarget target,
             model::Command const& command) {
    auto const row = knowledge::python_releases(required.name);
    if (!row) return;
    auto const base = model::shown_name(pass.stage()->root());
    if (target.is_musl && knowledge::has_never_files(*row, target)
        && !knowledge::has_never_files(*row, {target.minor, false})) {
        auto finding = pass.report(required.place, nothing_for_alpine, row->package, base);
        add_places(finding, required, command, pass);
        return;
    }
    auto const version = required.exact_version();
    if (version.empty() || knowledge::python_files(*row, version, target) != PythonFiles::none) {
        return;
    }
    auto const minors = knowledge::minors_of(*row, version, PythonFiles::sources, target.is_musl);
    // Between those that it is for: nobody can say why.
    if (!minors || (minors->least <= target.minor && target.minor <= minors->greatest)) return;
    auto const miss = miss_of(*row, version, target, *minors);
    auto finding = pass.report(required.place, version_of_other_python, row->package, version,
                               miss.wants, base, miss.help);
    add_places(finding, required, command, pass);
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& stage = *pass.stage();
    if (command.is_conditional) return;
    auto const target = model::python_target(pass.build(), stage, command);
    if (!target || !model::fails_the_build(stage, command)) return;
    for (auto const& required : model::pip_requirements(pass.build(), stage, command)) {
        look_at(pass, required, *target, command);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip, model::Manager::uv);

}  // namespace dockcheck::rules::python_package_not_for_release
