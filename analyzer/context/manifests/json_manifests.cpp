// package.json, composer.json and global.json.
#include <algorithm>

#include "analyzer/context/manifests/json_values.hpp"
#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

Dependency dependency_of(json::Node const& member, bool is_development) {
    return {std::string(member.key.text()), text_of(member), member.span, is_development};
}

void add_dependencies(json::Node const& root, std::string_view key, bool is_development,
                      Manifest& manifest) {
    auto const* const list = object_in(root, key);
    if (list == nullptr) return;
    for (auto const& entry : list->children) {
        manifest.dependencies.push_back(dependency_of(entry, is_development));
    }
}

std::optional<ManifestText> text_at(json::Node const* object, std::string_view key) {
    auto const* const node = object == nullptr ? nullptr : object->find_exactly(key);
    if (node == nullptr || node->kind != json::Node::Kind::string) return std::nullopt;
    return ManifestText{text_of(*node), node->span};
}

/// Composer's scripts: one command, a list of them, or the commands that Symfony's plugin gets by
/// their names; an entry each, in their order.
void add_events(json::Node const& root, Manifest& manifest) {
    auto const* const scripts = object_in(root, "scripts");
    if (scripts == nullptr) return;
    for (auto const& event : scripts->children) {
        if (event.kind == json::Node::Kind::string) {
            manifest.scripts.push_back(dependency_of(event, false));
            continue;
        }
        for (auto const& command : event.children) {
            manifest.scripts.push_back(
                {std::string(event.key.text()), text_of(command), command.span, false});
        }
    }
}

/// A list of patterns, or an object whose `packages` is one.
void add_workspaces(json::Node const& root, Manifest& manifest) {
    auto const* node = root.find_exactly("workspaces");
    if (node != nullptr && node->kind == json::Node::Kind::object)
        node = node->find_exactly("packages");
    if (node == nullptr || node->kind != json::Node::Kind::array) return;
    for (auto const& entry : node->children) manifest.workspaces.push_back(text_of(entry));
}

/// True for an entry of package-lock.json that Linux gets and that is more than files to unpack.
bool is_made_at_install(json::Node const& entry) {
    auto const* const systems = entry.find_exactly("os");
    if (systems != nullptr && !systems->children.empty()
        && std::ranges::none_of(systems->children, [](json::Node const& system) {
               auto const name = system.text.text();
               return name == "linux" || name.starts_with('!');
           })) {
        return false;
    }
    auto const* const script = entry.find_exactly("hasInstallScript");
    if (script != nullptr && script->text.text() == "true") return true;
    auto const* const from = entry.find_exactly("resolved");
    return from != nullptr && from->text.text().starts_with("git");
}

/// The names of all of them, with those that lie in the folders of other packages.
std::vector<std::string> all_made_at_install(json::Node const& packages) {
    constexpr std::string_view folder = "node_modules/";
    std::vector<std::string> names;
    for (auto const& entry : packages.children) {
        auto const path = entry.key.text();
        auto const at = path.rfind(folder);
        if (at == path.npos || !is_made_at_install(entry)) continue;
        names.emplace_back(path.substr(at + folder.size()));
    }
    return names;
}

}  // namespace

std::optional<Manifest> read_package_json(Source const& source) {
    auto const tree = read_json(source);
    auto const* const root = object_of(tree.get());
    if (root == nullptr) return std::nullopt;
    Manifest manifest;
    add_dependencies(*root, "dependencies", false, manifest);
    add_dependencies(*root, "optionalDependencies", false, manifest);
    add_dependencies(*root, "devDependencies", true, manifest);
    if (auto const* const scripts = object_in(*root, "scripts")) {
        for (auto const& script : scripts->children) {
            manifest.scripts.push_back(dependency_of(script, false));
        }
    }
    manifest.language_version = text_at(object_in(*root, "engines"), "node");
    manifest.tool_version = text_at(root, "packageManager");
    manifest.is_complete = root->find_exactly("workspaces") == nullptr;
    if (auto const name = text_at(root, "name")) manifest.package_name = name->text;
    if (auto const version = text_at(root, "version")) manifest.package_version = version->text;
    if (auto const type = text_at(root, "type")) manifest.is_module = type->text == "module";
    add_workspaces(*root, manifest);
    return manifest;
}

std::optional<Manifest> read_package_lock(Source const& source) {
    auto const tree = read_json(source);
    auto const* const root = object_of(tree.get());
    if (root == nullptr) return std::nullopt;
    Manifest manifest;
    auto const* const packages = object_in(*root, "packages");
    auto const* const list = packages != nullptr ? packages : object_in(*root, "dependencies");
    if (list == nullptr) return manifest;
    if (packages != nullptr) manifest.made_at_install = all_made_at_install(*packages);
    constexpr std::string_view folder = "node_modules/";
    for (auto const& entry : list->children) {
        auto name = entry.key.text();
        if (packages != nullptr) {
            // Those in the folders of other packages are not found by the application.
            if (!name.starts_with(folder) || name.find(folder, 1) != name.npos) continue;
            name.remove_prefix(folder.size());
        }
        auto const* const version = entry.find_exactly("version");
        auto const* const development = entry.find_exactly("dev");
        bool const is_development = development != nullptr && development->text.text() == "true";
        manifest.dependencies.push_back({std::string(name),
                                         version == nullptr ? std::string() : text_of(*version),
                                         entry.span, is_development});
        auto const* const programs = object_in(entry, "bin");
        if (programs == nullptr) continue;
        for (auto const& program : programs->children) {
            manifest.programs.push_back(
                {std::string(program.key.text()), std::string(name), program.span, is_development});
        }
    }
    return manifest;
}

std::optional<Manifest> read_composer_json(Source const& source) {
    auto const tree = read_json(source);
    auto const* const root = object_of(tree.get());
    if (root == nullptr) return std::nullopt;
    Manifest manifest;
    add_dependencies(*root, "require", false, manifest);
    add_dependencies(*root, "require-dev", true, manifest);
    add_events(*root, manifest);
    manifest.language_version = text_at(object_in(*root, "require"), "php");
    return manifest;
}

std::optional<Manifest> read_global_json(Source const& source) {
    auto const tree = read_json(source);
    auto const* const root = object_of(tree.get());
    if (root == nullptr) return std::nullopt;
    Manifest manifest;
    manifest.language_version = text_at(object_in(*root, "sdk"), "version");
    manifest.tool_version = text_at(object_in(*root, "sdk"), "rollForward");
    return manifest;
}

}  // namespace dockcheck::context
