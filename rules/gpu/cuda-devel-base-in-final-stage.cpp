// Finds shipped images made from a CUDA image with compilers that nothing uses.
#include "rules/gpu/cuda-devel-base-in-final-stage.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cuda_devel_base_in_final_stage {
namespace {

/// Programs that certainly compile nothing.
constexpr model::WordList plain_programs =
    " apt-get apt apt-key add-apt-repository dpkg yum dnf microdnf apk rm mkdir ln cp mv chmod "
    "chown"
    " echo printf cat touch useradd groupadd adduser addgroup usermod curl wget tar unzip gzip sed"
    " grep locale-gen ldconfig true : set export cd test [ git update-alternatives dpkg-reconfigure"
    " ls which tee sort find xargs sha256sum gpg install ";

constexpr model::WordList compilers =
    " build-essential gcc g++ clang make cmake ninja-build ninja nvcc python3-dev git-lfs"
    " libopenmpi-dev ccache ";

bool may_compile(model::Command const& command, Pass const& pass) {
    if (!model::list_holds(plain_programs, command.program)) return true;
    auto const& install = model::package_command(command, pass.build().arena());
    return std::ranges::any_of(install.packages, [](model::Package const& package) {
        return package.name.empty() || package.name.ends_with("-dev")
               || package.name.ends_with("-devel") || model::list_holds(compilers, package.name);
    });
}

bool compiles(model::Stage const& stage, Pass const& pass) {
    for (auto const& instruction : stage.instructions) {
        if (instruction.keyword == ast::Keyword::onbuild) return true;
        bool const is_run = instruction.keyword == ast::Keyword::run;
        if (is_run && stage.commands_of(instruction).empty()) return true;
    }
    return std::ranges::any_of(stage.commands, [&](model::Command const& command) {
        return command.use == model::Use::run && may_compile(command, pass);
    });
}

/// A stage from which nothing is compiled later: it starts a program of its own.
bool starts_something(model::Stage const& stage) {
    auto const& config = stage.config;
    auto const is_own = [](auto const& setting) {
        return setting.is_set() && setting.origin.kind == model::Origin::Kind::instruction;
    };
    return is_own(config.cmd) || is_own(config.entrypoint);
}

void check(model::RuntimeConfig const&, Pass& pass) {
    auto const* const last = pass.stage();
    if (last == nullptr || !starts_something(*last)) return;
    auto const& root = last->root();
    if (root.kind != model::Reference::Kind::image) return;
    if (root.image.hub_name() != "nvidia/cuda" || !root.image.digest.empty()) return;
    auto const tag = root.image.tag;
    auto const at = tag.find("-devel");
    if (at == std::string_view::npos) return;
    for (auto const* stage = last; stage != nullptr; stage = stage->parent) {
        if (compiles(*stage, pass)) return;
    }
    auto runtime = std::string(root.value.text_or_empty());
    runtime.replace(runtime.rfind("-devel"), 6, "-runtime");
    pass.report(root.span, devel, root.value.text_or_empty(), runtime);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::cuda_devel_base_in_final_stage
