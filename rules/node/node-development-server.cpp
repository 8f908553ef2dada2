// Finds images that start the development server of a JavaScript framework, or a watcher.
#include "rules/node/node-development-server.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::node_development_server {
namespace {

/// A program that serves or restarts for who develops (the tools' own documentation).
struct Tool {
    std::string_view program;
    std::string_view verb;  ///< the first word behind it; empty: none, or an option
    std::string_view name;  ///< of the framework; empty for a watcher
    std::string_view instead;
};
constexpr std::string_view of_files =
    "copy what the build makes into an image of nginx or another server for files";
constexpr Tool tools[] = {
    {"astro", "dev", "Astro", of_files},
    {"gatsby", "develop", "Gatsby", of_files},
    {"ng", "serve", "Angular", of_files},
    {"next", "dev", "Next.js", "start that with next start"},
    {"nuxi", "dev", "Nuxt", "start that with node .output/server/index.mjs"},
    {"nuxt", "dev", "Nuxt", "start that with node .output/server/index.mjs"},
    {"react-scripts", "start", "Create React App", of_files},
    {"vite", "", "Vite", of_files},
    {"vite", "dev", "Vite", of_files},
    {"vite", "serve", "Vite", of_files},
    {"vue-cli-service", "serve", "Vue", of_files},
    {"webpack", "serve", "webpack", of_files},
    {"webpack-dev-server", "", "webpack", of_files},
    {"nodemon", {}, {}, {}},
    {"ts-node-dev", {}, {}, {}},
    {"tsx", "watch", {}, {}},
};

bool is_watcher(Tool const& tool) { return tool.name.empty(); }

/// The tool that some words start, behind assignments, cross-env and npx; or nullptr.
Tool const* tool_of(std::span<std::string_view const> words) {
    auto const is_in_front = [](std::string_view word) {
        return word == "cross-env" || word == "npx" || word == "dotenv" || word == "--"
               || word.find('=') != word.npos;
    };
    while (!words.empty() && is_in_front(words.front())) words = words.subspan(1);
    if (words.empty()) return nullptr;
    auto const program = base_name(words.front());
    bool const only_tells = std::ranges::any_of(
        words, [](auto word) { return word == "--help" || word == "--version"; });
    if (only_tells) return nullptr;
    auto const second = words.size() > 1 ? words[1] : std::string_view();
    auto const verb = second.starts_with('-') ? std::string_view() : second;
    auto const found = std::ranges::find_if(tools, [&](Tool const& tool) {
        if (tool.program != program) return false;
        // A watcher without a file is there for what somebody mounts.
        return is_watcher(tool) && tool.verb.empty() ? words.size() > 1 : tool.verb == verb;
    });
    return found == std::ranges::end(tools) ? nullptr : found;
}

/// The script that a command of Yarn or Bun names; or nothing.
std::optional<model::NodeScript> script_of_yarn(Pass const& pass, model::Command const& command) {
    if (command.program != "yarn" && command.program != "bun") return std::nullopt;
    std::size_t const at = command.argument(1) == "run" ? 2 : 1;
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
    if (!folder || command.arguments.size() != at + 1) return std::nullopt;
    auto const path = model::placed_file(pass.build(), *pass.stage(),
                                         model::clean_path(std::string(*folder) + "/package.json"));
    auto const* manifest = path ? pass.context()->manifest(*path) : nullptr;
    if (manifest == nullptr) return std::nullopt;
    auto const name = command.argument(at);
    auto const found = std::ranges::find(manifest->scripts, name, &context::Dependency::name);
    if (found == manifest->scripts.end()) return std::nullopt;
    return model::NodeScript{&command.arguments[at], std::string(name), *path, manifest, &*found};
}

/// `docker/dev/Dockerfile`, `.devcontainer/Dockerfile`.
bool lies_in_folder_for(std::string_view path, std::span<std::string_view const> words) {
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
        auto part = path.substr(0, slash);
        if (part.starts_with('.')) part.remove_prefix(1);
        if (std::ranges::find(words, part) != words.end()) return true;
        path.remove_prefix(slash + 1);
    }
    return false;
}

bool says_development(model::Stage const& stage) {
    auto const* mode = stage.config.find_environment("NODE_ENV");
    return mode != nullptr && mode->value.text_or_empty() == "development";
}

/// The sources come from a mount: an image to develop in.
bool has_sources_of_mount(Pass const& pass, model::Stage const& stage) {
    auto const* part = &stage;
    while (part != nullptr && part->transfers.empty()) part = part->parent;
    bool const copies_nothing = part == nullptr;
    auto const folder = stage.config.workdir.value.known();
    if (copies_nothing || !folder) return copies_nothing;
    bool const is_mounted =
        folder->size() > 1 && pass.context() != nullptr && pass.context()->may_be_mounted(*folder);
    return is_mounted || model::is_in_volume(stage.config, *folder);
}

/// `started` is what the container runs, `line` what comes of it in the end.
void tell(Pass& pass, Tool const& tool, Span span, std::string_view started, std::string_view line,
          std::optional<model::NodeScript> const& script) {
    auto finding = is_watcher(tool) ? pass.report(span, watcher, line, tool.program)
                   : script ? pass.report(span, by_script, started, line, tool.name, tool.instead)
                            : pass.report(span, server, line, tool.name, tool.instead);
    if (is_watcher(tool)) finding.severity(Severity::info);
    if (script)
        finding.related(Place{pass.context()->read(script->context_path), script->script->span},
                        "the script");
}

void check(model::RuntimeConfig const&, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || says_development(*stage)) return;
    auto const& start = model::start_of(pass.build(), *stage);
    if (!start.is_certain || start.commands.size() != 1 || start.instruction == nullptr) return;
    auto const& command = start.commands.front();
    // Most start something else: no words of theirs are put together.
    static constexpr model::WordTable starters =
        " astro bun cross-env dotenv gatsby next ng nodemon npm npx nuxi nuxt pnpm react-scripts "
        "ts-node-dev tsx vite vue-cli-service webpack webpack-dev-server yarn ";
    if (command.arguments.empty() || !starters.holds(base_name(command.argument(0)))) return;
    if (pass.build().stage_of(*command.instruction) == nullptr) return;
    auto const span = join(command.arguments.front().span, command.arguments.back().span);
    std::vector<std::string_view> words;
    for (auto const& argument : command.arguments) words.push_back(argument.value.text_or_empty());
    auto const* tool = tool_of(words);
    std::optional<model::NodeScript> script;
    std::string started;
    for (auto const word : words) started += (started.empty() ? "" : " ") + std::string(word);
    auto line = started;
    if (tool == nullptr && pass.context() != nullptr) {
        script = model::node_script(pass.build(), *stage, command);
        if (!script) script = script_of_yarn(pass, command);
        if (!script || script->script == nullptr) return;
        line = script->script->version;
        tool = tool_of(model::words_of_script(line));
    }
    if (tool == nullptr) return;
    if (model::is_named_for(pass.build(), *stage, options.ignore_stages)) return;
    if (lies_in_folder_for(pass.build().source().name(), options.ignore_stages)) return;
    if (has_sources_of_mount(pass, *stage)) return;
    tell(pass, *tool, span, started, line, script);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::node_development_server
