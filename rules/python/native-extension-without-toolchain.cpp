// Finds installs of packages that are compiled where no compiler is.
#include "rules/python/native-extension-without-toolchain.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/knowledge/python_releases.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/pip_requirements.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/python_target.hpp"

namespace dockcheck::rules::native_extension_without_toolchain {
namespace {

using knowledge::PythonFiles;

/// The row of a package of which this version has no wheel for any Python.
knowledge::PythonExtension const* compiled(model::PipRequirement const& required) {
    auto const* row = knowledge::python_extension(required.name);
    if (row == nullptr || row->since.empty()) return row;
    auto const version = required.specifier;
    auto const number =
        version.substr(std::min(version.find_first_of("0123456789"), version.size()));
    bool const is_older =
        version.starts_with('<')
        || (!number.empty() && knowledge::compare_versions(number, row->since) < 0);
    return is_older ? nullptr : row;
}

/// True when a C compiler may be there just before the command.
bool may_compile(model::Command const& command, Pass const& pass) {
    return model::find_program(pass.build(), *pass.stage(), "gcc", &command)
           != knowledge::Brings::no;
}

void report_extension(Pass& pass, model::PipRequirement const& required,
                      knowledge::PythonExtension const& row, model::Command const& command) {
    auto const& root = pass.stage()->root();
    auto const* image = model::known_image(root);
    bool const is_alpine = image != nullptr && image->family == knowledge::ImageFamily::alpine;
    auto const instead = row.instead.empty()
                             ? std::string()
                             : ", or require " + std::string(row.instead) + ", which has wheels";
    auto finding = pass.report(required.place, compiler, row.package, model::shown_name(root),
                               is_alpine ? row.alpine : row.debian, instead);
    if (required.place.source != &pass.build().source()) {
        finding.related(command.span, "installed here");
    }
}

/// What else would have a wheel: a newer version, an older Python, the C library of Debian.
std::string ways_out(knowledge::PythonReleases const& row, std::string_view version,
                     knowledge::PythonTarget target) {
    auto const newer = knowledge::next_version_with(row, version, target, PythonFiles::wheel);
    auto text = newer.empty() ? std::string()
                              : "require " + std::string(row.package) + " " + std::string(newer)
                                    + " or newer, ";
    auto const minors = knowledge::minors_of(row, version, PythonFiles::wheel, target.is_musl);
    if (minors && minors->greatest < target.minor) {
        text +=
            "build FROM an image of Python " + knowledge::python_release(minors->greatest) + ", ";
    }
    if (target.is_musl
        && knowledge::python_files(row, version, {target.minor, false}) == PythonFiles::wheel) {
        text += "build FROM a slim image in place of one of Alpine, ";
    }
    return text.empty() ? text : text + "or ";
}

/// A version of which other Pythons have wheels, and this one does not.
void look_at_version(Pass& pass, model::PipRequirement const& required,
                     knowledge::PythonTarget target, model::Command const& command) {
    auto const row = knowledge::python_releases(required.name);
    auto const version = required.exact_version();
    if (!row || !row->is_compiled
        || knowledge::python_files(*row, version, target) != PythonFiles::sources
        || may_compile(command, pass)) {
        return;
    }
    auto const& root = pass.stage()->root();
    auto finding =
        pass.report(required.place, other_python, row->package, version,
                    knowledge::python_release(target.minor) + (target.is_musl ? " on Alpine" : ""),
                    model::shown_name(root), ways_out(*row, version, target));
    finding.related(root.span, "the base image");
    if (required.place.source != &pass.build().source()) {
        finding.related(command.span, "installed here");
    }
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || command.is_conditional) return;
    if (pass.context() == nullptr) return;
    auto const& stage = *pass.stage();
    auto const all = model::pip_requirements(pass.build(), stage, command);
    if (all.empty()) return;
    auto const target = model::python_target(pass.build(), stage, command);
    for (auto const& required : all) {
        if (auto const* row = compiled(required)) {
            if (!may_compile(command, pass)) report_extension(pass, required, *row, command);
        } else if (target) {
            look_at_version(pass, required, *target, command);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip, model::Manager::uv);

}  // namespace dockcheck::rules::native_extension_without_toolchain
