// Following copies from stage to stage, and the output of the TypeScript compiler back to its input
// (TypeScript documentation, "outDir" and "rootDir").
#include "analyzer/model/node_sources.hpp"

#include <algorithm>

#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Stages that a file is followed through, and copies on all ways together.
constexpr int deepest_stage = 4;
constexpr int most_copies = 200;

std::string in_folder(std::string_view folder, std::string_view name) {
    return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

bool is_file_of_context(Build const& build, std::string const& path) {
    return build.context()->look(path) == context::Presence::file;
}

/// `tsc -p x`, `nest build`, and what clears or copies beside them; no bundler.
bool compiles_file_by_file(std::string_view script) {
    static constexpr std::string_view steps[] = {"tsc", "nest", "rimraf", "rm", "tsc-alias"};
    bool compiles = false;
    while (!script.empty()) {
        auto const end = std::min(script.find("&&"), script.size());
        auto step = script.substr(0, end);
        script.remove_prefix(std::min(end + 2, script.size()));
        while (step.starts_with(' ')) step.remove_prefix(1);
        auto const program = step.substr(0, step.find(' '));
        if (std::ranges::find(steps, program) == std::ranges::end(steps)) return false;
        if (step.find_first_of("|;$`>") != step.npos || step.find("webpack") != step.npos)
            return false;
        compiles |= program == "tsc" || program == "nest";
    }
    return compiles;
}

/// Whether a project's own build makes the folder out of its TypeScript sources.
bool is_compiled_into(Build const& build, std::string const& project, std::string_view folder) {
    auto const* context = build.context();
    auto const* manifest = context->manifest(in_folder(project, "package.json"));
    if (manifest == nullptr) return false;
    auto const script = std::ranges::find(manifest->scripts, "build", &context::Dependency::name);
    if (script == manifest->scripts.end() || !compiles_file_by_file(script->version)) return false;
    auto const* nest = context->read(in_folder(project, "nest-cli.json"));
    if (nest != nullptr && nest->bytes().find("webpack") != std::string_view::npos) return false;
    auto const* options = context->read(in_folder(project, "tsconfig.json"));
    return options != nullptr && options->bytes().find("outDir") != std::string_view::npos
           && options->bytes().find(folder) != std::string_view::npos;
}

/// The nearest project above a path of a stage, and what lies between them.
struct Project {
    std::string root;  ///< in the context
    std::string_view rest;
};

std::optional<Project> project_above(Build const& build, Stage const& stage,
                                     std::string_view path) {
    constexpr std::string_view file = "package.json";
    for (auto slash = path.rfind('/'); slash != path.npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        auto const manifest =
            placed_file(build, stage, std::string(path.substr(0, slash + 1)) + std::string(file));
        if (!manifest) continue;
        auto root = manifest->substr(0, manifest->size() - file.size());
        if (!root.empty()) root.pop_back();
        return Project{std::move(root), path.substr(slash + 1)};
    }
    return std::nullopt;
}

/// The one TypeScript source that a compiled file can be from.
std::optional<NodeSource> compiled_source(Build const& build, Stage const& stage,
                                          std::string_view path) {
    if (!path.ends_with(".js")) return std::nullopt;
    auto const project = project_above(build, stage, path);
    if (!project) return std::nullopt;
    auto const rest = project->rest;
    auto const inner = rest.find('/');
    if (inner == rest.npos || !is_compiled_into(build, project->root, rest.substr(0, inner)))
        return std::nullopt;
    auto const stem = rest.substr(inner + 1, rest.size() - inner - 4);
    auto const typed = std::string(stem) + ".ts";
    auto const below = in_folder(project->root, "src/" + typed);
    auto const beside = in_folder(project->root, typed);
    bool const is_below = is_file_of_context(build, below);
    if (is_below == is_file_of_context(build, beside)) return std::nullopt;
    return NodeSource{is_below ? below : beside, true};
}

/// Follows a file through the copies of a chain of stages.
class SourceFinder {
 public:
    explicit SourceFinder(Build const& build) : build_(build) {}

    std::optional<NodeSource> find(Stage const& stage, std::string_view path, int depth) {
        if (auto placed = placed_file(build_, stage, path))
            return NodeSource{std::move(*placed), false};
        if (auto compiled = compiled_source(build_, stage, path)) return compiled;
        if (depth >= deepest_stage) return std::nullopt;
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            for (auto i = part->transfers.size(); i-- > 0;) {
                auto const& transfer = part->transfers[i];
                bool const is_of_stage = transfer.from != nullptr && transfer.from->stage != nullptr
                                         && transfer.target.known();
                if (!is_of_stage) continue;
                if (++copies_ > most_copies) return std::nullopt;
                if (auto found = find_behind(transfer, path, depth)) return found;
            }
        }
        return std::nullopt;
    }

 private:
    /// In the stage that a copy takes it from.
    std::optional<NodeSource> find_behind(Transfer const& transfer, std::string_view path,
                                          int depth) {
        auto const target = clean_path(*transfer.target.known());
        bool const is_inside = lies_below(path, target);
        if (!is_inside && path != target) return std::nullopt;
        auto const tail =
            is_inside ? std::string(path.substr(target == "/" ? 0 : target.size())) : std::string();
        auto const& stage = *transfer.from->stage;
        for (auto const& source : transfer.sources) {
            auto const text = source.value.known();
            if (!text || source.has_wildcard) continue;
            auto const from = clean_path("/" + std::string(*text));
            // A file keeps its name in a folder; of a folder comes what it holds.
            if (tail.empty() || tail == "/" + std::string(base_name(from))) {
                if (auto found = find(stage, from, depth + 1)) return found;
            }
            if (tail.empty()) continue;
            if (auto found = find(stage, clean_path(from + tail), depth + 1)) return found;
        }
        return std::nullopt;
    }

    Build const& build_;
    int copies_ = 0;
};

}  // namespace

bool is_compiled_folder(Build const& build, Stage const& stage, std::string_view path) {
    if (build.context() == nullptr) return false;
    auto const project = project_above(build, stage, path);
    return project && project->rest.find('/') == std::string_view::npos
           && is_compiled_into(build, project->root, project->rest);
}

std::optional<NodeSource> node_source(Build const& build, Stage const& stage,
                                      std::string_view path) {
    if (build.context() == nullptr) return std::nullopt;
    return SourceFinder(build).find(stage, path, 0);
}

std::optional<std::string> module_manifest(Build const& build, Stage const& stage,
                                           std::string_view folder) {
    for (auto at = clean_path(folder);; at = clean_path(at + "/..")) {
        auto const path = clean_path(at + "/package.json");
        if (auto const placed = placed_file(build, stage, path)) {
            auto const* manifest = build.context()->manifest(*placed);
            return manifest != nullptr && manifest->is_module ? placed : std::nullopt;
        }
        bool const is_absent = build.landing(stage, path).kind == Landing::Kind::absent;
        if (!is_absent || at == "/") return std::nullopt;
    }
}

}  // namespace dockcheck::model
