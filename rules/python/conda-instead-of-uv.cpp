// Finds conda that installs machine-learning packages into an image for CUDA.
#include "rules/python/conda-instead-of-uv.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/cuda_images.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::conda_instead_of_uv {
namespace {

/// True when the Dockerfile works with files of environments, or with uv already.
bool has_other_way(model::Build const& build) {
    constexpr std::string_view words[] = {"environment.y", "env create", "env update",
                                          "environment-",  "uv ",        "-lock.y"};
    auto const bytes = build.source().bytes();
    return std::ranges::any_of(
        words, [&](std::string_view word) { return bytes.find(word) != bytes.npos; });
}

/// What pip calls a package of conda.
std::string_view wheel_of(std::string_view package) {
    if (package == "pytorch") return "torch";
    return package == "tensorflow-gpu" ? std::string_view("tensorflow") : package;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr) return;
    if (pass.build().image() != nullptr || !model::cuda_image(stage->root())) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || install.has_option("--file")) return;
    auto const package = std::ranges::find_if(install.packages, [&](auto const& one) {
        return std::ranges::find(options.packages, one.name) != options.packages.end();
    });
    if (package == install.packages.end() || has_other_way(pass.build())) return;
    pass.report(package->argument->span, conda, command.program, package->name,
                wheel_of(package->name));
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::conda);

}  // namespace dockcheck::rules::conda_instead_of_uv
