// Finds imports of packages that load a library or ask for a program which the image does not have.
#include "rules/python/python-package-without-library.hpp"

#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/missing_program.hpp"
#include "analyzer/model/python_libraries.hpp"

namespace dockcheck::rules::python_package_without_library {
namespace {

void report_library(Pass& pass, model::MissingLibrary const& missing) {
    auto const& needed = *missing.needed;
    auto const ways = std::string(missing.is_alpine ? needed.alpine : needed.debian)
                      + (missing.is_alpine ? " by apk add" : " by apt-get install");
    auto const instead = needed.instead.empty() ? std::string()
                                                : "require " + std::string(needed.instead)
                                                      + ", which brings all it needs, in place of "
                                                      + std::string(needed.package) + ", or ";
    auto const& message = missing.is_of_database ? database : absent;
    pass.report(missing.package->place, message, needed.package, needed.library,
                model::shown_name(pass.stage()->root()), missing.import.source->name(), instead,
                ways)
        .related(missing.import, missing.is_of_database ? "needed here" : "imported here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    auto const& build = pass.build();
    auto const& start = model::python_start(build, *stage);
    if (start.kind == model::PythonStart::Kind::none) return;
    // What is installed, no compose file changes.
    if (pass.context()->may_be_composed() && pass.context()->may_start_otherwise()) return;
    auto const missing = model::missing_libraries(build, *stage, start);
    if (missing.empty() || model::may_lack_started_program(build, *stage)) return;
    for (auto const& one : missing) report_library(pass, one);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::python_package_without_library
