// Finds installs that compile addons of Node.js and download its headers each time.
#include "rules/node/node-gyp-cache-not-mounted.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::node_gyp_cache_not_mounted {
namespace {

using model::Manager;

bool is_install(Pass const& pass, model::Command const& command) {
    auto const manager = model::manager_of(command);
    if (manager != Manager::npm && manager != Manager::yarn && manager != Manager::pnpm
        && manager != Manager::bun) {
        return false;
    }
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.has_option("--ignore-scripts")) return false;
    return (install.verb == model::Verb::install && install.installs_manifests)
           || command.argument(1) == "rebuild";
}

/// Python itself, not its packages.
bool is_python(std::string_view package) {
    return package == "python-is-python3" || package == "python3-minimal"
           || (package.starts_with("python") && package.find('-') == package.npos);
}

/// The stage's chain installs what node-gyp needs: Python and a compiler. In an image of another
/// language they may be there for that.
bool has_toolchain(Pass const& pass) {
    auto const* image = model::known_image(pass.stage()->root());
    bool const is_for_node = image != nullptr && image->name == "node";
    bool has_python = false;
    bool has_compiler = false;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != model::Use::run) continue;
            auto const& install = model::package_command(command, pass.build().arena());
            if (install.verb != model::Verb::install) continue;
            for (auto const& package : install.packages) {
                has_python |= is_python(package.name);
                has_compiler |= package.name == "g++" || package.name == "gcc"
                                || package.name == "build-essential" || package.name == "build-base"
                                || package.name == "gcc-c++" || package.name == "make";
                if (package.name == "node-gyp") return true;
            }
        }
    }
    return has_python && has_compiler && is_for_node;
}

bool has_native_package(Pass const& pass, model::Command const& command, Options const& options) {
    auto const* manifest =
        model::manifest_beside(pass.build(), *pass.stage(), command, "package.json");
    return manifest != nullptr
           && std::ranges::any_of(options.native_packages, [&](std::string_view name) {
                  return manifest->find(name) != nullptr;
              });
}

/// A mount over the headers, or over a cache of compiled code.
bool is_mounted(ast::Instruction const& run) {
    auto const* node = ast::get_if<ast::Run>(&run.node);
    if (node == nullptr) return true;
    return std::ranges::any_of(node->mounts, [](ast::Mount const& mount) {
        auto const* target = mount.find("target", "dst", "destination");
        if (target == nullptr) return false;
        auto const path = target->value.text();
        return path.find("node-gyp") != path.npos || path.ends_with("/.cache")
               || path.find("ccache") != path.npos || path.find("prebuild") != path.npos;
    });
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || stage->is_windows) return;
    if (pass.is_trigger() || !is_install(pass, command) || is_mounted(*command.instruction)) return;
    if (!pass.may_look_around()) return;
    if (!has_toolchain(pass) && !has_native_package(pass, command, options)) return;
    auto const& install = model::package_command(command, pass.build().arena());
    auto reported = pass.report(model::called_at(install), unmounted, model::called(install));
    auto const user = pass.build().user(*command.instruction);
    if (!user.is_absent()) return;
    reported.insert(command.instruction->name_span.end,
                    " --mount=type=cache,target=/root/.cache/node-gyp");
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::npm, Manager::yarn, Manager::pnpm, Manager::bun);

}  // namespace dockcheck::rules::node_gyp_cache_not_mounted
