// Finds conda that installs machine-learning packages into an image for CUDA.
#include "rules/python/conda-instead-of-uv.hpp"

#include <algorithm>
#include <string>

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
    return package == "pytorch" ? std::string_view("torch") : package;
}

void report(model::Command const& command, model::Package const& package, unsigned cuda,
            Pass& pass) {
    auto const span = package.argument->span;
    if (package.name.starts_with("jax")) {
        // Its wheels are told apart by an extra, from version 12 of CUDA on.
        if (cuda >= 12) {
            pass.report(span, with_extra, command.program, package.name, std::to_string(cuda));
        }
    } else if (package.name.find("torch") != std::string_view::npos) {
        pass.report(span, with_index, command.program, package.name, wheel_of(package.name));
    } else {
        pass.report(span, conda, command.program, package.name);
    }
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr) return;
    if (pass.build().image() != nullptr) return;
    auto const image = model::cuda_image(stage->root());
    auto const version = image ? model::cuda_version(image->version) : std::nullopt;
    if (!version) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || install.has_option("--file")) return;
    auto const package = std::ranges::find_if(install.packages, [&](auto const& one) {
        return std::ranges::find(options.packages, one.name) != options.packages.end();
    });
    if (package == install.packages.end() || has_other_way(pass.build())) return;
    report(command, *package, version->major, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::conda);

}  // namespace dockcheck::rules::conda_instead_of_uv
