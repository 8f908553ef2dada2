// Finds installs of what only developers need, in the image that is shipped.
#include "rules/files/dev-dependencies-in-final-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::dev_dependencies_in_final_image {
namespace {

using model::Manager;

bool is_node(Manager manager) {
    return manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm
           || manager == Manager::bun;
}

/// A Dockerfile for production beside this one says that this is for development.
bool has_one_for_production(context::Context const& context) {
    static constexpr char const* names[] = {"Dockerfile.prod", "Dockerfile.production",
                                            "Dockerfile-prod", "Dockerfile-production",
                                            "prod.Dockerfile", "production.Dockerfile"};
    return std::ranges::any_of(names, [&](char const* name) {
        return context.status(name).kind == context::FileKind::file;
    });
}

/// The image is there for development or tests: its name, its environment or what it starts says
/// so.
bool is_for_developers(Pass const& pass) {
    auto const& stage = *pass.stage();
    if (model::is_for_development(pass.build(), stage)) return true;
    if (has_one_for_production(*pass.context())) return true;
    static constexpr std::string_view all_names[] = {"NODE_ENV", "APP_ENV", "ENV", "ENVIRONMENT"};
    for (auto const name : all_names) {
        auto const* entry = stage.config.find_environment(name);
        if (entry == nullptr) continue;
        auto const value = entry->value.text_or_empty();
        if (value.starts_with("dev") || value.starts_with("test")) return true;
    }
    static constexpr model::WordList programs =
        " dev develop test watch nodemon vite ng start:dev pytest tox jest vitest cypress "
        "playwright "
        "storybook expo lint eslint mypy ruff black serve ts-node tsx ";
    auto const& start = model::start_of(pass.build(), stage);
    if (!start.is_certain || start.commands.empty()) return true;
    for (auto const& command : start.commands) {
        for (auto const& word : command.arguments) {
            auto const text = word.value.text_or_empty();
            if (programs.holds(base_name(text))) return true;
            if (!word.value.is_known()) return true;
        }
    }
    return false;
}

/// A word of the command or a setting in front of it leaves them out, or may do so.
bool leaves_out(Pass const& pass, model::Command const& command,
                model::PackageCommand const& install) {
    if (model::may_hide_option(command)) return true;
    static constexpr std::string_view all_words[] = {
        "--omit",   "--production", "--prod",   "--only", "-P",
        "--no-dev", "--filter",     "--global", "-g",     "focus"};
    for (auto const word : all_words) {
        if (model::has_word_with(command, word)) return true;
    }
    if (install.manager == Manager::yarn && command.argument(1) == "workspaces") return true;
    static constexpr std::string_view all_settings[] = {
        "NODE_ENV",        "npm_config_production", "NPM_CONFIG_PRODUCTION",
        "npm_config_omit", "NPM_CONFIG_OMIT",       "set production",
        "set omit"};
    for (auto const setting : all_settings) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, setting)) return true;
    }
    return false;
}

/// A later command of the stage takes them away.
bool is_pruned(Pass const& pass, model::Command const& command) {
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& other) {
        if (other.span.begin <= command.span.begin || other.use != model::Use::run) return false;
        if (other.program == "rm") return model::has_word_with(other, "node_modules");
        return model::has_word_with(other, "prune") || model::has_word_with(other, "--prod")
               || model::has_word_with(other, "--omit");
    });
}

/// A script serves what it builds anew, or watches it.
bool is_for_developers(std::string_view script) {
    static constexpr std::string_view commands[] = {"react-scripts start",
                                                    "vue-cli-service serve",
                                                    "webpack serve",
                                                    "webpack-dev-server",
                                                    "next dev",
                                                    "nuxt dev",
                                                    "ng serve",
                                                    "astro dev",
                                                    "gatsby develop",
                                                    "remix dev",
                                                    "nodemon",
                                                    "ts-node",
                                                    "tsx ",
                                                    "--watch"};
    return std::ranges::any_of(commands, [&](auto one) { return script.find(one) != script.npos; });
}

/// A script names a tool itself, or another script that does.
bool runs_tool(context::Manifest const& manifest, std::string_view script, int depth) {
    constexpr int deepest = 4;
    if (depth > deepest || is_for_developers(script)) return true;
    auto const names = [&](std::string_view word) { return script.find(word) != script.npos; };
    for (auto const& tool : manifest.dependencies) {
        if (!tool.is_development) continue;
        if (names(tool.name) || (tool.name == "typescript" && names("tsc"))) return true;
    }
    return std::ranges::any_of(manifest.scripts, [&](auto const& other) {
        bool const is_run = names("run " + other.name) || names("yarn " + other.name)
                            || names("pnpm " + other.name);
        return is_run && other.version != script && runs_tool(manifest, other.version, depth + 1);
    });
}

/// What the package manager runs by itself at an install; without the tools it would stop.
bool install_runs_tool(context::Manifest const& manifest) {
    static constexpr std::string_view hooks[] = {"preinstall", "install", "postinstall", "prepare"};
    return std::ranges::any_of(manifest.scripts, [&](auto const& script) {
        return std::ranges::find(hooks, script.name) != std::ranges::end(hooks)
               && runs_tool(manifest, script.version, 0);
    });
}

/// The container starts one of the tools, or a script that does: they are needed there.
bool starts_tool(Pass const& pass, context::Manifest const& manifest) {
    auto const& start = model::start_of(pass.build(), *pass.stage());
    for (auto const& command : start.commands) {
        for (auto const& word : command.arguments) {
            auto const text = word.value.text_or_empty();
            bool const is_tool = std::ranges::any_of(manifest.dependencies, [&](auto const& tool) {
                return tool.is_development && tool.name == base_name(text);
            });
            if (is_tool) return true;
            auto const script =
                std::ranges::find(manifest.scripts, text, &context::Dependency::name);
            if (script != manifest.scripts.end() && runs_tool(manifest, script->version, 0)) {
                return true;
            }
        }
    }
    return false;
}

/// A file that the container's program loads names one of them: without it the program ends.
bool loads_one(Pass const& pass, context::Manifest const& manifest) {
    constexpr std::size_t most = 50;
    auto const files = model::node_program(pass.build(), *pass.stage()).files;
    for (auto const path : files.first(std::min(files.size(), most))) {
        auto const* const source = pass.context()->read(path);
        if (source == nullptr) continue;
        for (auto const& tool : manifest.dependencies) {
            if (!tool.is_development) continue;
            for (auto const quote : {'"', '\''}) {
                if (source->bytes().find(quote + tool.name + quote) != std::string_view::npos) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// A package that is listed for development, a tool that everybody knows before others; nullptr
/// where there is none, or where one of them is for the running program whatever the list says.
context::Dependency const* example_of(context::Manifest const& manifest) {
    static constexpr model::WordTable tools =
        " eslint jest mocha nodemon prettier ts-node tsx typescript vite vitest webpack ";
    context::Dependency const* example = nullptr;
    bool is_known = false;
    for (auto const& one : manifest.dependencies) {
        if (!one.is_development) continue;
        if (one.name == "@prisma/client") return nullptr;
        bool const is_tool = tools.holds(one.name) || one.name.starts_with("@types/");
        if (example == nullptr || (is_tool && !is_known)) example = &one;
        is_known = is_known || is_tool;
    }
    return example;
}

void check_node(model::Command const& command, model::PackageCommand const& install, Pass& pass) {
    if (!install.installs_manifests || leaves_out(pass, command, install)) return;
    if (is_pruned(pass, command)) return;
    std::string path;
    auto const* manifest =
        model::manifest_beside(pass.build(), *pass.stage(), command, "package.json", &path);
    if (manifest == nullptr || !manifest->is_complete) return;
    auto const* const first = example_of(*manifest);
    if (first == nullptr || is_for_developers(pass)) return;
    if (starts_tool(pass, *manifest) || install_runs_tool(*manifest)) return;
    if (loads_one(pass, *manifest)) return;
    auto const* source = pass.context()->read(path);
    auto reported =
        pass.report(model::called_at(install), node, model::called(install), first->name);
    if (source != nullptr) reported.related(Place{source, first->span}, "one of them");
}

/// A word of the file's name says that it is for developers.
bool is_named_for_developers(std::string_view name) {
    std::string_view rest = name.substr(0, name.rfind('.'));
    while (!rest.empty()) {
        auto const end = std::min(rest.find_first_of("._-"), rest.size());
        auto const word = rest.substr(0, end);
        static constexpr std::string_view candidates[] = {"dev",   "devel",   "development", "test",
                                                          "tests", "testing", "lint"};
        for (auto const one : candidates) {
            if (word == one) return true;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

constexpr model::WordList python_tools =
    " black bandit coverage flake8 ipdb isort mypy pre-commit pylint pyright pytest pytest-asyncio "
    "pytest-cov pytest-django pytest-mock pytest-xdist ruff tox ";

void check_requirements(model::Command const& command, model::PackageCommand const& install,
                        Pass& pass) {
    for (auto const* argument : install.requirement_files) {
        auto const file = model::requirement_file(pass.build(), *pass.stage(), command, *argument);
        auto const name = file.path.substr(file.path.rfind('/') + 1);
        if (name.empty() || file.state == model::RequirementFile::State::missing) continue;
        if (is_named_for_developers(name)) {
            if (!is_for_developers(pass)) pass.report(argument->span, file_for_developers, name);
            continue;
        }
        // Other lists are of other things: plug-ins, parts that are chosen.
        bool const is_list_of_all = name.find("requirements") != name.npos;
        if (file.state != model::RequirementFile::State::found || !is_list_of_all) continue;
        auto const* parsed = pass.context()->requirements(file.context_path);
        auto const* source = pass.context()->read(file.context_path);
        if (parsed == nullptr || source == nullptr) continue;
        auto const tool =
            std::ranges::find_if(parsed->requirements, [](context::Requirement const& entry) {
                return python_tools.holds(entry.name) && !entry.has_marker;
            });
        if (tool == parsed->requirements.end() || is_for_developers(pass)) continue;
        pass.report(Place{source, tool->span}, tool_in_main, tool->name)
            .related(argument->span, "installed here");
    }
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    if (stage->reach != model::Reach::final || command.is_conditional) return;
    if (pass.context() == nullptr || stage->is_windows) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || !pass.may_look_around()) return;
    if (is_node(install.manager)) return check_node(command, install, pass);
    if (install.manager == Manager::pip || install.manager == Manager::uv) {
        check_requirements(command, install, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::npm, Manager::yarn, Manager::pnpm,
                                                      Manager::bun, Manager::pip, Manager::uv);

}  // namespace dockcheck::rules::dev_dependencies_in_final_image
