// Reading the version of the image and the type of package.json (Node.js documentation, "Modules:
// Packages", "Syntax detection").
#include "analyzer/model/node_syntax.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {
namespace {

bool is_old(LanguageVersion const& node) {
    if (node.major < 20 || node.major == 21) return true;
    if (!node.minor) return false;
    return (node.major == 20 && *node.minor < 19) || (node.major == 22 && *node.minor < 7);
}

/// `node index.js`, as it is or as a script of package.json.
bool is_plain_start(Build const& build, Stage const& stage, NodeStart const& start) {
    auto const& commands = start_of(build, stage).commands;
    if (commands.size() != 1 || start.word == nullptr || !start.preloaded.empty()) return false;
    auto const& command = commands.front();
    if (start.manifest.empty()) {
        return command.arguments.size() > 1 && command.argument(0) == "node"
               && &command.arguments[1] == start.word;
    }
    auto const* manifest = build.context()->manifest(start.manifest);
    if (manifest == nullptr) return false;
    auto const name = start.word->value.text_or_empty();
    auto const script = std::ranges::find(manifest->scripts, name, &context::Dependency::name);
    if (script == manifest->scripts.end()) return false;
    std::string_view const text = script->version;
    constexpr std::string_view program = "node ";
    return text.starts_with(program) && text.find(' ', program.size()) == text.npos
           && text[program.size()] != '-';
}

}  // namespace

bool starts_old_node(Build const& build, Stage const& stage, NodeStart const& start) {
    auto const& root = stage.root();
    auto const* image = known_image(root);
    if (image == nullptr || image->name != "node") return false;
    auto const version = language_of(root);
    if (!version || !is_old(*version)) return false;
    if (stage.config.find_environment("NODE_OPTIONS") != nullptr) return false;
    // It may install another one, or be found in another folder.
    if (build.source().bytes().find("nvm") != std::string_view::npos) return false;
    return stage.config.find_environment("PATH") == nullptr && is_plain_start(build, stage, start);
}

bool is_commonjs_folder(Build const& build, Stage const& stage, std::string_view folder,
                        std::string& manifest) {
    for (auto at = clean_path(folder);; at = clean_path(at + "/..")) {
        auto const landing = build.landing(stage, clean_path(at + "/package.json"));
        if (landing.kind == Landing::Kind::context_file) {
            auto const* found = build.context()->manifest(landing.context_path);
            manifest = landing.context_path;
            return found != nullptr && !found->is_module;
        }
        if (landing.kind != Landing::Kind::absent) return false;
        if (at == "/") return true;
    }
}

}  // namespace dockcheck::model
