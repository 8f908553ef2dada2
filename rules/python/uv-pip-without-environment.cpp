// Finds uv pip install where no virtual environment is, and nothing says to do without one.
#include "rules/python/uv-pip-without-environment.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::uv_pip_without_environment {
namespace {

/// Words by which a file makes an environment, or says to do without one, in whatever stage.
bool is_seen_to(model::Build const& build) {
    static constexpr std::string_view all_words[] = {
        "venv",      "VIRTUAL_ENV", "virtualenv", "UV_SYSTEM", "UV_PYTHON", "UV_PROJECT",
        "UV_TARGET", "UV_CONFIG",   "CONDA",      "conda",     "activate",  "uv.toml",
        "uv sync",   "uv run",      "uv init",    "uv add",    "uv lock",   "xargs",
        "pyenv",     "mamba",       "/etc/uv"};
    return std::ranges::any_of(all_words, [&](auto word) { return build.may_hold(word); });
}

/// Settings of uv in the context may name a Python, too; so may an environment that is copied.
bool is_set_in_context(context::Context const& context) {
    auto const files = context.files_below("");
    return std::ranges::any_of(files, [&](std::string const& file) {
        auto const name = base_name(file);
        if (name == "uv.toml" || name == "pyvenv.cfg") return true;
        if (name != "pyproject.toml") return false;
        auto const* source = context.read(file);
        return source == nullptr || source->bytes().find("tool.uv.pip") != std::string_view::npos;
    });
}

bool says_where(model::PackageCommand const& install) {
    static constexpr std::string_view options[] = {
        "--system",  "--python",  "-p",         "--target", "-t",
        "--prefix",  "--user",    "--root",     "--help",   "--config-file",
        "--dry-run", "--project", "--directory"};
    return std::ranges::any_of(options, [&](auto option) { return install.has_option(option); });
}

/// Images of which nobody has to ask what they set.
bool is_plain_image(model::Reference const& root) {
    static constexpr model::WordList names =
        " python debian ubuntu alpine ghcr.io/astral-sh/uv buildpack-deps ";
    return root.known_image != nullptr && names.holds(root.known_image->name);
}

/// True when uv comes with the image, from one of its own, by its installer or by pip.
bool brings_uv(Pass const& pass) {
    auto const& build = pass.build();
    auto const* image = pass.stage()->root().known_image;
    if (image != nullptr && image->name == "ghcr.io/astral-sh/uv") return true;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        // ghcr.io/astral-sh/uv, https://astral.sh/uv/install.sh
        bool const is_named =
            std::ranges::any_of(stage->instructions, [&](ast::Instruction const& one) {
                return pass.text(one.whole).find("astral") != std::string_view::npos;
            });
        if (is_named) return true;
        for (auto const& command : stage->commands) {
            auto const& install = model::package_command(command, build.arena());
            bool const is_pip =
                install.manager == model::Manager::pip || install.manager == model::Manager::pipx;
            bool const has_it = std::ranges::any_of(
                install.packages, [](model::Package const& one) { return one.name == "uv"; });
            if (is_pip && install.verb == model::Verb::install && has_it) return true;
        }
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& stage = *pass.stage();
    auto const& install = model::package_command(command, pass.build().arena());
    if (command.program != "uv" || command.argument(1) != "pip"
        || install.verb != model::Verb::install || install.verb_argument == nullptr) {
        return;
    }
    if (pass.context() == nullptr || stage.is_windows || !is_plain_image(stage.root())) return;
    if (!model::fails_the_build(stage, command) || !command.assignments.empty()
        || model::may_hide_option(command) || says_where(install)) {
        return;
    }
    if (is_seen_to(pass.build()) || is_set_in_context(*pass.context()) || !pass.may_look_around()
        || !brings_uv(pass)) {
        return;
    }
    auto const span = join(command.arguments.front().span, install.verb_argument->span);
    auto reported = pass.report(span, none);
    // Debian's and Alpine's own Python refuses that as well.
    auto const& name = stage.root().known_image->name;
    bool const is_known = name == "python" || name == "ghcr.io/astral-sh/uv";
    if (is_known && !command.exec_form) reported.insert(span.end, " --system");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::uv);

}  // namespace dockcheck::rules::uv_pip_without_environment
