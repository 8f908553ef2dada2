// Finds files that an ignore file leaves out of a copied folder although something needs them.
#include "rules/files/dockerignore-hides-needed-file.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_program.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::rules::dockerignore_hides_needed_file {
namespace {

/// The path in the context of a file that certainly is not in the image because it is ignored.
std::optional<std::string> hidden(model::Landing const& landing, context::Context const& context) {
    if (landing.kind != model::Landing::Kind::absent || landing.transfer == nullptr) return {};
    if (context.look(landing.context_path) != context::Presence::ignored) return {};
    return landing.context_path;
}

void explain(Reported finding, context::IgnoreFile const& file, std::string const& path) {
    if (auto const* last = file.verdict(path).last) {
        finding.related(Place{&file.source(), last->span}, "this pattern matches it");
    }
}

/// The file that an install reads in its folder, where there is one of that name only.
std::string_view manifest_of(model::Manager manager) {
    using model::Manager;
    switch (manager) {
        case Manager::npm:
        case Manager::yarn:
        case Manager::pnpm:
        case Manager::bun:
            return "package.json";
        case Manager::go:
            return "go.mod";
        case Manager::bundler:
            return "Gemfile";
        case Manager::composer:
            return "composer.json";
        case Manager::maven:
            return "pom.xml";
        case Manager::poetry:
        case Manager::uv:
            return "pyproject.toml";
        default:
            return {};
    }
}

void check_install(model::Command const& command, Pass& pass) {
    auto const* context = pass.context();
    if (context == nullptr || context->ignore_file() == nullptr || pass.stage() == nullptr) return;
    if (command.use != model::Use::run || command.is_conditional) return;
    auto const& install = model::package_command(command, pass.build().arena());
    auto const name = manifest_of(install.manager);
    if (!install.installs_manifests || name.empty() || !install.requirement_files.empty()) return;
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
    if (!folder) return;
    auto const path = (*folder == "/" ? "/" : std::string(*folder) + "/") + std::string(name);
    auto const file = hidden(pass.build().landing(command, path), *context);
    if (!file) return;
    auto const& ignore = *context->ignore_file();
    explain(
        pass.report(command.span, manifest, pass.text(command.span), ignore.source().name(), *file),
        ignore, *file);
}

bool is_interpreter(std::string_view program) {
    static constexpr std::string_view programs[] = {"bash", "bun",    "deno",    "node", "perl",
                                                    "php",  "python", "python3", "ruby", "sh"};
    return std::ranges::find(programs, program) != std::ranges::end(programs);
}

/// `npm start` where the script is `node FILE`.
void check_script(Pass& pass, model::Command const& command) {
    auto const script = model::node_script(pass.build(), *pass.stage(), command);
    if (!script || script->script == nullptr || command.is_conditional) return;
    std::string_view const text = script->script->version;
    constexpr std::string_view program = "node ";
    if (!text.starts_with(program) || text.find_first_of("&|;<>$`\"'=()\\") != text.npos) return;
    auto const file = text.substr(program.size());
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
    bool const is_file = !file.empty() && file.find(' ') == file.npos && !file.starts_with('-')
                         && !file.starts_with('/');
    if (!is_file || !folder) return;
    auto const path = model::clean_path(std::string(*folder) + "/" + std::string(file));
    auto const hidden_file = hidden(pass.build().landing(*pass.stage(), path), *pass.context());
    if (!hidden_file) return;
    auto const& ignore = *pass.context()->ignore_file();
    auto finding =
        pass.report(script->word->span, start_file, file, ignore.source().name(), *hidden_file);
    finding.related(Place{pass.context()->read(script->context_path), script->script->span},
                    "the script");
    explain(finding, ignore, *hidden_file);
}

void check_start(model::RuntimeConfig const& config, Pass& pass) {
    auto const* context = pass.context();
    auto const* stage = pass.stage();
    if (context == nullptr || context->ignore_file() == nullptr || config.is_windows) return;
    auto const& start = model::start_of(pass.build(), *stage);
    for (auto const& command : start.commands) {
        check_script(pass, command);
        std::size_t const index = is_interpreter(command.program) ? 1 : 0;
        auto const word = command.argument(index);
        if (word.empty() || word.starts_with('-') || command.is_conditional) continue;
        if (index == 0 && word.find('/') == std::string_view::npos) continue;
        auto const path =
            model::path_of(pass.build(), *stage, command, command.arguments[index].value);
        if (!path.is_known()) continue;
        auto const file = hidden(pass.build().landing(*stage, *path.known()), *context);
        // A service may mount the folder as it is.
        if (!file || context->may_be_mounted(*path.known())) continue;
        auto const& ignore = *context->ignore_file();
        auto const span = command.arguments[index].span;
        explain(pass.report(span, start_file, pass.text(span), ignore.source().name(), *file),
                ignore, *file);
    }
}

void tell(Pass& pass, model::MissingSource const& missing, Span word) {
    auto const* context = pass.context();
    if (missing.hidden.empty() || context->has_compose_file() || context->may_be_composed()) return;
    if (model::is_in_volume(pass.stage()->config, missing.path)) return;
    auto const& ignore = *context->ignore_file();
    auto const path = std::string(missing.hidden);
    auto finding = pass.report(word, module, missing.import.source->name(), missing.module,
                               ignore.source().name(), path);
    explain(finding, ignore, path);
    finding.related(missing.import, "loaded here");
}

/// A source that the started program loads, though it lies in the copied folder.
void check_sources(model::RuntimeConfig const& config, Pass& pass) {
    auto const* context = pass.context();
    if (context == nullptr || context->ignore_file() == nullptr || config.is_windows) return;
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    auto const& program = model::node_program(build, stage);
    if (program.missing_file && program.word != nullptr)
        tell(pass, *program.missing_file, program.word->raw.source());
    auto const& start = model::start_of(build, stage);
    if (!start.is_certain || start.commands.size() != 1) return;
    auto const& command = start.commands.front();
    if (command.is_conditional || command.arguments.empty()) return;
    if (auto const missing = model::missing_ruby_source(build, stage, command))
        tell(pass, *missing, command.arguments.front().raw.source());
}

}  // namespace

constinit Check const rule = on<check_install, check_start, check_sources>().for_managers();

}  // namespace dockcheck::rules::dockerignore_hides_needed_file
