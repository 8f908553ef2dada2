// Walking from module to module as Node.js would.
#include "analyzer/model/node_program.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "analyzer/model/absent_files.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/environment_files.hpp"
#include "analyzer/model/node_modules.hpp"
#include "analyzer/model/node_names.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/node_sources.hpp"
#include "analyzer/model/node_syntax.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Sources of one program that are looked at.
constexpr std::size_t most_sources = 300;
constexpr std::size_t most_opened_by_node = 50;
/// Packages that are looked for.
constexpr int most_packages = 100;
constexpr std::size_t most_names_of_packages = 500;
/// Paths at which sources are looked for.
constexpr int most_look_ups = 2000;
/// Sources that are looked for where none is found.
constexpr int most_files_looked_for = 20;

class NodeWalker {
 public:
    NodeWalker(Build const& build, Stage const& stage)
        : build_(build), stage_(stage), start_(node_start(build, stage)) {}

    NodeProgram walk() {
        auto& arena = build_.arena();
        NodeProgram program{start_.instruction, start_.word, start_.unknown_workspace,
                            arena.copy(start_.workspace), arena.copy(start_.manifest)};
        if (start_.instruction == nullptr && start_.word != nullptr) {
            look_for_preloaded();
            program.left_out = left_out_;
        }
        if (start_.instruction == nullptr || start_.file.empty()) return program;
        names_.insert(start_.files.begin(), start_.files.end());
        written_.insert(start_.variables.begin(), start_.variables.end());
        load(start_.file, true);
        while (!mentioned_.empty()) {
            auto const path = std::move(mentioned_.back());
            mentioned_.pop_back();
            load(path, false);
        }
        read_environment_files();
        if (changes_folder_ || makes_files_) opened_.clear();
        drop_made_files(build_, start_.folder, files_, opened_);
        ArenaVector<std::string_view> files(arena);
        for (auto const& file : files_) files.push_back(arena.copy(file));
        ArenaVector<RequiredVariable> required(arena);
        std::set<std::string_view> seen;
        for (auto const& one : required_) {
            bool const is_given = fills_environment_ || written_.contains(one.name);
            if (!is_given && seen.insert(one.name).second) required.push_back(one);
        }
        program.files = files.items();
        program.required = required.items();
        ArenaVector<OpenedFile> opened(arena);
        for (auto const& file : opened_) opened.push_back({arena.copy(file.path), file.place});
        program.opened = opened.items();
        program.missing = missing_;
        program.left_out = left_out_;
        if (!hides_something_ && !has_own_require_) program.wrong_require = wrong_require_;
        program.wrong_import = wrong_import_;
        if (!hides_something_ && !finds_otherwise_) program.missing_file = missing_file_;
        return program;
    }

 private:
    /// What an option of the start loads, where nothing else is known.
    void look_for_preloaded() {
        auto const slash = start_.manifest.rfind('/');
        auto const folder = start_.manifest.substr(0, slash == std::string::npos ? 0 : slash);
        look_for_left_out(start_.preloaded, folder, {&build_.source(), start_.word->raw.source()});
    }

    /// A file, or the one that a path without its ending means.
    std::optional<NodeSource> find(std::string& path) {
        for (auto const ending : node_endings) {
            auto const whole = path + std::string(ending);
            if (--look_ups_ < 0) return std::nullopt;
            auto found = node_source(build_, stage_, whole);
            if (!found || (ending == "/package.json" && !names_main(*found))) continue;
            path = whole;
            return found;
        }
        return std::nullopt;
    }

    /// The package.json of a folder that says which file stands for it.
    [[nodiscard]] bool names_main(NodeSource const& manifest) const {
        auto const* text = build_.context()->read(manifest.context_path);
        return text == nullptr || text->bytes().find("\"main\"") != std::string_view::npos;
    }

    /// What is not certainly loaded may set variables and make files all the same, and what is not
    /// seen may do anything. False where no file is found.
    bool load(std::string path, bool is_certain) {
        if (path.ends_with(".json")) return placed_file(build_, stage_, path).has_value();
        if (!asked_.insert(path).second) return true;
        auto const asked = path;
        auto const source = sources_++ < most_sources ? find(path) : std::nullopt;
        if (source && path.ends_with(".json") && !path.ends_with("/package.json")) return true;
        // One that another kind of ending leads to is nothing that Node.js itself would read.
        bool const is_followed = source && (path == asked || path.ends_with("js"));
        auto const* facts = is_followed ? build_.context()->node(source->context_path) : nullptr;
        auto const* text = source ? build_.context()->read(source->context_path) : nullptr;
        if (facts == nullptr || text == nullptr || facts->is_unclear) {
            fills_environment_ = true;
            makes_files_ = true;
            hides_something_ |= source || sources_ > most_sources || look_ups_ < 0;
            return source.has_value();
        }
        if (!seen_.insert(source->context_path).second) return true;
        auto const folder = clean_path(path + "/..");
        learn(*facts, *source, folder);
        if (is_certain) follow(*facts, *source, *text, folder);
        return true;
    }

    void learn(context::NodeFacts const& facts, NodeSource const& source,
               std::string const& folder) {
        folders_.insert(folder);
        written_.insert(facts.written.begin(), facts.written.end());
        names_.insert(facts.environment_files.begin(), facts.environment_files.end());
        fills_environment_ |= facts.fills_environment;
        changes_folder_ |= facts.changes_folder;
        makes_files_ |= facts.makes_files;
        finds_otherwise_ |= facts.makes_files || facts.writes_files || facts.changes_loading;
        has_own_require_ |= facts.has_own_require;
        for (auto const& module : facts.mentioned) {
            if (module.starts_with('.')) {
                mentioned_.push_back(clean_path(folder + "/" + module));
            } else if (!fills_environment_) {
                fills_environment_ = is_of_project(source, module);
            }
        }
    }

    /// Workspaces that are not followed.
    [[nodiscard]] bool has_unknown_workspaces(std::string const& path,
                                              context::Manifest const& manifest) const {
        auto const* context = build_.context();
        return !manifest.workspaces.empty()
               || context->look(pnpm_workspace_file(path)) != context::Presence::missing;
    }

    /// A workspace, or another name for a folder: such a module may set variables.
    [[nodiscard]] bool is_of_project(NodeSource const& source, std::string_view module) {
        if (is_node_module_built_in(module)) return false;
        if (module.starts_with('#') || module.starts_with('/') || module.starts_with('~')
            || module.starts_with("@/")) {
            return true;
        }
        auto const package = node_package_of(module);
        auto const folder = source.context_path.substr(0, source.context_path.rfind('/') + 1);
        if (!packages_seen_.insert(folder + ":" + std::string(package)).second) return false;
        if (packages_seen_.size() > most_names_of_packages) return true;
        auto const version = listed_version(source, package).value_or("");
        static constexpr std::string_view local[] = {
            "workspace:", "file:", "link:", "portal:", "."};
        if (std::ranges::any_of(local, [&](auto begin) { return version.starts_with(begin); }))
            return true;
        if (!packages_of_project_) {
            packages_of_project_.emplace();
            each_manifest(source, [&](std::string const& path, context::Manifest const& manifest) {
                auto const all = node_workspaces(build_, path);
                hides_workspaces_ |= !all && has_unknown_workspaces(path, manifest);
                for (auto const& one : all.value_or(std::vector<NodeWorkspace>{}))
                    packages_of_project_->insert(one.name);
                return true;
            });
        }
        return hides_workspaces_ || packages_of_project_->contains(package);
    }

    void follow(context::NodeFacts const& facts, NodeSource const& source, Source const& text,
                std::string const& folder) {
        files_.push_back(source.context_path);
        look_for_require(facts, source, text, folder);
        look_for_import(facts, source, text, folder);
        for (auto const& read : facts.required)
            required_.push_back({build_.arena().copy(read.name), {&text, read.span}, false});
        for (auto const& file : facts.opened) {
            if (opened_.size() < most_opened_by_node)
                opened_.push_back({file.path, {&text, file.span}});
        }
        for (auto const& import : facts.imports) {
            if (source.is_compiled && !import.is_value) continue;
            if (import.module.starts_with('.')) {
                auto const path = clean_path(folder + "/" + import.module);
                if (!load(path, true) && !source.is_compiled) look_for_file(path, import, text);
            } else if (!missing_ && packages_++ < most_packages) {
                look_for(import, folder, source, text);
            }
        }
    }

    void look_for_require(context::NodeFacts const& facts, NodeSource const& source,
                          Source const& text, std::string const& folder) {
        auto const call = std::ranges::find(facts.imports, true, &context::NodeImport::is_required);
        bool const is_clear = !source.is_compiled && !facts.has_own_require && !wrong_require_;
        if (!is_clear || call == facts.imports.end()) return;
        auto const manifest = source.context_path.ends_with(".mjs") ? std::optional(std::string())
                              : source.context_path.ends_with(".js")
                                  ? module_manifest(build_, stage_, folder)
                                  : std::nullopt;
        if (manifest) wrong_require_ = {{&text, call->span}, build_.arena().copy(*manifest)};
    }

    /// `import` where Node.js takes the source for CommonJS.
    void look_for_import(context::NodeFacts const& facts, NodeSource const& source,
                         Source const& text, std::string const& folder) {
        auto const import =
            std::ranges::find(facts.imports, false, &context::NodeImport::is_required);
        bool const is_first = files_.size() == 1 && import != facts.imports.end();
        if (!is_first || source.is_compiled || !source.context_path.ends_with(".js")) return;
        if (!starts_old_node(build_, stage_, start_)) return;
        auto const path = clean_path(folder + "/" + std::string(base_name(source.context_path)));
        std::string manifest;
        bool const is_as_written = build_.landing(stage_, path).kind == Landing::Kind::context_file;
        if (is_as_written && is_commonjs_folder(build_, stage_, folder, manifest))
            wrong_import_ = {{&text, import->span}, build_.arena().copy(manifest)};
    }

    void look_for(context::NodeImport const& import, std::string const& folder,
                  NodeSource const& source, Source const& text) {
        auto const package = node_package_of(import.module);
        bool const is_package = !package.empty() && !package.starts_with('/')
                                && !package.starts_with('#')
                                && !is_node_module_built_in(import.module);
        if (!is_package) return;
        auto const version = listed_version(source, package);
        if (!version) return;
        auto& arena = build_.arena();
        Place const place{&text, import.span};
        look_for_left_out(package, nearest_project(source), place);
        if (auto const workspace = workspace_of(source, package, *version)) {
            auto const broken = broken_workspace_link(build_, stage_, folder, *workspace);
            if (broken.folder.empty()) return;
            missing_ = {arena.copy(package), place, arena.copy(broken.folder), broken.modules};
        } else if (lacks_node_module(build_, stage_, folder, package)) {
            missing_ = {arena.copy(package), place, {}, copied_node_modules(stage_, folder)};
        }
    }

    /// The folder of the context that the nearest package.json lies in; nothing without one.
    [[nodiscard]] std::optional<std::string> nearest_project(NodeSource const& source) const {
        std::optional<std::string> found;
        each_manifest(source, [&](std::string const& path, context::Manifest const&) {
            auto const slash = path.rfind('/');
            found = path.substr(0, slash == path.npos ? 0 : slash);
            return false;
        });
        return found;
    }

    /// What the lock file has for development alone is no package's of those that are installed.
    void look_for_left_out(std::string_view module, std::optional<std::string> const& project,
                           Place place) {
        if (left_out_ || !project) return;
        auto const begin = project->empty() ? std::string() : *project + "/";
        auto const* context = build_.context();
        auto const* manifest = context->manifest(begin + "package.json");
        auto const* lock = context->manifest(begin + "package-lock.json");
        auto const package = node_package_of(module);
        auto const* locked = lock == nullptr ? nullptr : lock->find(package);
        if (manifest == nullptr || locked == nullptr || !locked->is_development) return;
        Command const* install = nullptr;
        auto const* listed = left_out_package(build_, stage_, *manifest, package, &install);
        auto const* text = context->read(begin + "package.json");
        if (listed == nullptr || text == nullptr || install == nullptr) return;
        auto const folder = directory_of(build_, stage_, *install).known();
        bool const is_project =
            folder
            && placed_file(build_, stage_, clean_path(std::string(*folder) + "/package.json"))
                   == begin + "package.json";
        if (!is_project) return;
        left_out_ = {build_.arena().copy(package), place, {text, listed->span}, install};
    }

    /// Whether nothing puts a file there that Node.js would find under that name.
    void look_for_file(std::string const& path, context::NodeImport const& import,
                       Source const& text) {
        bool const is_plain = import.module.find_first_of("?#*\\!") == std::string::npos;
        if (missing_file_ || !is_plain || files_looked_for_++ >= most_files_looked_for) return;
        auto const absent = absent_file(build_, stage_, path, node_endings);
        if (!absent) return;
        auto& arena = build_.arena();
        missing_file_ = {arena.copy(import.module),
                         {&text, import.span},
                         arena.copy(path),
                         arena.copy(absent->hidden),
                         absent->folder};
    }

    /// Calls for each package.json of the context at and above a source, the nearest first.
    template <typename Visit>
    void each_manifest(NodeSource const& source, Visit&& visit) const {
        auto folder = source.context_path;
        while (!folder.empty()) {
            auto const slash = folder.rfind('/');
            folder.resize(slash == folder.npos ? 0 : slash);
            auto const path = folder.empty() ? "package.json" : folder + "/package.json";
            auto const* manifest = build_.context()->manifest(path);
            if (manifest != nullptr && !visit(path, *manifest)) return;
        }
    }

    /// The version that the source's own package.json asks for, when it lists the package.
    [[nodiscard]] std::optional<std::string> listed_version(NodeSource const& source,
                                                            std::string_view package) const {
        std::optional<std::string> found;
        each_manifest(source, [&](std::string const&, context::Manifest const& manifest) {
            auto const* dependency = manifest.find(package);
            if (dependency != nullptr) found = dependency->version;
            return false;
        });
        return found;
    }

    [[nodiscard]] std::optional<NodeWorkspace> workspace_of(NodeSource const& source,
                                                            std::string_view package,
                                                            std::string_view version) const {
        std::optional<NodeWorkspace> found;
        each_manifest(source, [&](std::string const& path, context::Manifest const&) {
            auto const all = node_workspaces(build_, path);
            if (!all) return true;
            for (auto const& one : *all) {
                bool const is_linked = version == "*" || version.starts_with("workspace:")
                                       || version == one.manifest->package_version
                                       || version == "^" + one.manifest->package_version;
                if (one.name == package && is_linked) found = one;
            }
            return false;
        });
        return found;
    }

    void read_environment_files() {
        if (required_.empty()) return;
        auto folders = folders_;
        folders.insert(start_.folder);
        auto const found = environment_files(build_, stage_, names_, folders);
        fills_environment_ |= found.is_unknown;
        written_.insert(found.variables.begin(), found.variables.end());
    }

    Build const& build_;
    Stage const& stage_;
    NodeStart start_;
    std::vector<std::string> files_{};
    std::set<std::string> seen_{};          ///< sources
    std::set<std::string> asked_{};         ///< paths
    std::vector<std::string> mentioned_{};  ///< paths that something may load
    std::optional<std::set<std::string, std::less<>>> packages_of_project_{};
    std::set<std::string> packages_seen_{};
    bool hides_workspaces_ = false;
    std::size_t sources_ = 0;
    int look_ups_ = most_look_ups;
    std::set<std::string> folders_{};
    std::set<std::string> names_{};
    std::set<std::string, std::less<>> written_{};
    std::vector<RequiredVariable> required_{};
    std::optional<MissingNodeModule> missing_{};
    std::optional<LeftOutNodeModule> left_out_{};
    std::optional<RequireInModule> wrong_require_{};
    std::optional<MissingSource> missing_file_{};
    std::optional<ImportInCommonJs> wrong_import_{};
    int files_looked_for_ = 0;
    int packages_ = 0;
    bool fills_environment_ = false;
    bool changes_folder_ = false;
    bool makes_files_ = false;
    bool hides_something_ = false;  ///< a source is there that nobody can read
    bool finds_otherwise_ = false;  ///< it may make sources, or change how they are found
    bool has_own_require_ = false;
    std::vector<OpenedFile> opened_{};
};

}  // namespace

NodeProgram const& node_program(Build const& build, Stage const& stage) {
    if (stage.node_program == nullptr)
        stage.node_program = build.arena().make<NodeProgram>(NodeWalker(build, stage).walk());
    return *stage.node_program;
}

}  // namespace dockcheck::model
