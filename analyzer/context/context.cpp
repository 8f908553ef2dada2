// Lazy, cached answers about a context.
#include "analyzer/context/context.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "analyzer/context/deployment_files.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/context/tree_walk.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/glob.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::context {
namespace {

template <typename T>
using ByPath = std::map<std::string, T, std::less<>>;

constexpr std::size_t most_matches = 10'000;
constexpr std::size_t most_near_names = 10;
constexpr std::size_t longest_near_name = 100;
/// In a short name two edits change everything.
constexpr std::size_t shortest_name_with_two_edits = 4;

}  // namespace

constexpr std::uint64_t largest_compose_file = std::uint64_t{1024} * 1024;
/// What a compose file says where a container may load something else than its image does alone.
constexpr std::string_view other_start_words[] = {
    "BROKER",  "FLASK_APP", "PYTHONPATH", "SETTINGS",      "command", "develop:", "entrypoint",
    "extends", "include:",  "inline",     "site-packages", "target:", "venv"};

bool is_compose_name(std::string_view name) {
    bool const is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    bool const is_compose = name.starts_with("docker-compose") || name.starts_with("compose");
    static constexpr std::string_view forms[] = {"example", "sample", "template"};
    return is_yaml && is_compose
           && std::ranges::none_of(forms, [&](auto form) { return name.find(form) != name.npos; });
}

struct Context::Cache {
    std::mutex mutex;
    std::shared_ptr<Files const> files;
    Origin origin;
    std::string ignore_name;
    std::shared_ptr<Files const> ignore_files;

    std::optional<std::unique_ptr<Source const>> ignore_source;
    std::unique_ptr<IgnoreFile const> ignore;
    ByPath<Presence> presences;
    ByPath<std::unique_ptr<Source const>> sources;
    ByPath<std::unique_ptr<Requirements const>> requirements;
    ByPath<std::unique_ptr<PythonFacts const>> python;
    ByPath<std::unique_ptr<NodeFacts const>> node;
    ByPath<std::unique_ptr<Manifest const>> manifests;
    ByPath<std::unique_ptr<JavaProject const>> java_projects;
    ByPath<std::vector<std::string>> matches;
    ByPath<bool> matches_anything;
    ByPath<std::vector<std::string>> near_names;
    GlobList outer_ignores;  ///< of the folders above the context
    Surroundings surroundings;
    std::optional<Recipes> recipes;
    std::optional<bool> has_compose_file;
    std::optional<bool> may_be_composed;
    std::optional<bool> may_start_otherwise;
    std::shared_ptr<SharedDeploymentFiles> own_deployment_files;  ///< where it lies elsewhere

    Cache(std::shared_ptr<Files const> tree, Origin from, std::string ignore_path,
          std::shared_ptr<Files const> ignore_tree)
        : files(std::move(tree)),
          origin(from),
          ignore_name(std::move(ignore_path)),
          ignore_files(ignore_tree != nullptr ? std::move(ignore_tree) : files) {}

    IgnoreFile const* ignore_file();
    Presence look(std::string const& path);
    bool find_compose_file();
    bool find_like_compose_file();
    bool find_other_start();
    std::vector<SharedDeploymentFiles*> deployment_files();
    Source const* read(std::string const& path);
    [[nodiscard]] std::vector<std::string> find_near_names(std::string const& path) const;
    [[nodiscard]] std::unique_ptr<Source const> load(Files const& tree,
                                                     std::string_view path) const;
};

std::unique_ptr<Source const> Context::Cache::load(Files const& tree, std::string_view path) const {
    auto const bytes = tree.read(path, maximum_source_size);
    return bytes ? std::make_unique<Source const>(tree.shown(path), *bytes) : nullptr;
}

IgnoreFile const* Context::Cache::ignore_file() {
    if (!ignore_source) {
        ignore_source = ignore_name.empty() ? nullptr : load(*ignore_files, ignore_name);
        if (*ignore_source) ignore = std::make_unique<IgnoreFile const>(**ignore_source);
    }
    return ignore.get();
}

Presence Context::Cache::look(std::string const& path) {
    if (auto const known = presences.find(path); known != presences.end()) return known->second;
    auto const presence = TreeWalk(*files, ignore_file()).look(path);
    presences.emplace(path, presence);
    return presence;
}

bool Context::Cache::find_compose_file() {
    if (has_compose_file) return *has_compose_file;
    auto const holds_one = [](std::string const& folder) {
        return std::ranges::any_of(compose_names, [&](char const* name) {
            return system::exists(system::joined(folder, name));
        });
    };
    has_compose_file =
        surroundings.has_compose_file || std::ranges::any_of(surroundings.other_folders, holds_one);
    return *has_compose_file;
}

bool Context::Cache::find_like_compose_file() {
    auto const is_like = [](auto const& entry) { return is_compose_name(entry.name); };
    if (surroundings.may_be_composed || find_compose_file()) return true;
    for (auto const& folder : surroundings.other_folders) {
        auto const entries = system::entries_of(folder);
        if (entries && std::ranges::any_of(*entries, is_like)) return true;
    }
    if (surroundings.holds_context) return false;
    auto const entries = files->list("");
    return entries && std::ranges::any_of(*entries, is_like);
}

/// True when a compose file of a folder may start the image with other words or other modules.
bool composes_another_start(Files const& folder) {
    auto const entries = folder.list("");
    if (!entries) return true;
    return std::ranges::any_of(*entries, [&](auto const& entry) {
        if (!is_compose_name(entry.name)) return false;
        auto const text = folder.read(entry.name, largest_compose_file);
        return !text || std::ranges::any_of(other_start_words, [&](std::string_view word) {
            return text->find(word) != text->npos;
        });
    });
}

bool Context::Cache::find_other_start() {
    if (!may_start_otherwise) {
        may_start_otherwise =
            composes_another_start(*files)
            || std::ranges::any_of(surroundings.folders, [](std::string const& folder) {
                   return composes_another_start(*disk_files(folder, folder));
               });
    }
    return *may_start_otherwise;
}

std::vector<SharedDeploymentFiles*> Context::Cache::deployment_files() {
    std::vector<SharedDeploymentFiles*> all;
    auto const& around = surroundings.deployment_files;
    if (around != nullptr) all.push_back(around.get());
    bool const is_among_them =
        surroundings.holds_context && !lies_in_left_out(surroundings.path_above);
    if (around != nullptr && is_among_them) return all;
    if (own_deployment_files == nullptr)
        own_deployment_files = std::make_shared<SharedDeploymentFiles>(files);
    all.push_back(own_deployment_files.get());
    return all;
}

Source const* Context::Cache::read(std::string const& path) {
    auto const [place, is_new] = sources.try_emplace(path);
    if (is_new) place->second = load(*files, path);
    return place->second.get();
}

std::vector<std::string> Context::Cache::find_near_names(std::string const& path) const {
    auto const wanted = base_name(path);
    if (wanted.empty() || wanted.size() > longest_near_name) return {};
    auto const entries = files->list(folder_of(path));
    if (!entries) return {};
    std::size_t const limit = wanted.size() < shortest_name_with_two_edits ? 1 : 2;
    std::vector<std::pair<std::size_t, std::string>> near;
    for (auto const& entry : *entries) {
        if (entry.name == wanted) continue;
        auto const distance = edit_distance(wanted, entry.name, limit);
        if (distance <= limit) near.emplace_back(distance, entry.name);
    }
    std::ranges::sort(near);
    if (near.size() > most_near_names) near.resize(most_near_names);
    std::vector<std::string> names;
    names.reserve(near.size());
    for (auto& [distance, name] : near) names.push_back(std::move(name));
    return names;
}

Context::Context(std::shared_ptr<Files const> files, Origin origin, std::string ignore_name,
                 std::shared_ptr<Files const> ignore_files)
    : cache_(std::make_unique<Cache>(std::move(files), origin, std::move(ignore_name),
                                     std::move(ignore_files))) {}

Context::~Context() = default;

void Context::set_surroundings(Surroundings surroundings) {
    cache_->outer_ignores.add_lines(surroundings.git_ignore);
    cache_->surroundings = std::move(surroundings);
}

bool Context::has_compose_file() const {
    std::lock_guard const lock(cache_->mutex);
    return cache_->find_compose_file();
}

bool Context::may_be_composed() const {
    std::lock_guard const lock(cache_->mutex);
    if (!cache_->may_be_composed) cache_->may_be_composed = cache_->find_like_compose_file();
    return *cache_->may_be_composed;
}

bool Context::may_start_otherwise() const {
    std::lock_guard const lock(cache_->mutex);
    return cache_->find_other_start();
}

bool Context::may_be_given(std::string_view variable) const {
    std::lock_guard const lock(cache_->mutex);
    return std::ranges::any_of(cache_->deployment_files(),
                               [&](auto* files) { return files->may_give(variable); });
}

bool Context::may_be_mounted(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    return std::ranges::any_of(cache_->deployment_files(),
                               [&](auto* files) { return files->may_mount(path); });
}

bool Context::may_lack_modes() const {
    std::lock_guard const lock(cache_->mutex);
    return !cache_->surroundings.in_repository
           && std::ranges::any_of(cache_->deployment_files(),
                                  [](auto* files) { return files->lack_modes(); });
}

bool Context::is_filled_by_script() const {
    std::lock_guard const lock(cache_->mutex);
    std::string_view path = cache_->surroundings.path_above;
    if (path.ends_with('/')) path.remove_suffix(1);
    auto const name = path.substr(path.rfind('/') + 1);
    return !name.empty() && std::ranges::any_of(cache_->deployment_files(), [&](auto* files) {
        return files->copy_into(name);
    });
}

bool Context::may_be_filled_in(std::string_view file_name) const {
    std::lock_guard const lock(cache_->mutex);
    return std::ranges::any_of(cache_->deployment_files(),
                               [&](auto* files) { return files->may_fill_in(file_name); });
}

bool Context::is_for_compose_alone() const {
    std::lock_guard const lock(cache_->mutex);
    auto const all = cache_->deployment_files();
    return std::ranges::all_of(all, [](auto* files) { return files->are_of_compose_alone(); });
}

Context::Origin Context::origin() const { return cache_->origin; }
bool Context::may_be_another() const { return cache_->surroundings.may_be_another; }

Presence Context::look(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    return cache_->look(clean_source_path(path));
}

FileStatus Context::status(std::string_view path) const {
    return cache_->files->status(clean_source_path(path));
}

std::string Context::shown(std::string_view path) const {
    return cache_->files->shown(clean_source_path(path));
}

std::vector<std::string> Context::matches(std::string_view glob) const {
    std::lock_guard const lock(cache_->mutex);
    auto const [place, is_new] = cache_->matches.try_emplace(std::string(glob));
    if (is_new) {
        TreeWalk walk(*cache_->files, cache_->ignore_file());
        place->second = walk.matches(glob, most_matches).paths;
    }
    return place->second;
}

bool Context::matches_anything(std::string_view glob) const {
    std::lock_guard const lock(cache_->mutex);
    auto const [place, is_new] = cache_->matches_anything.try_emplace(std::string(glob));
    if (is_new) {
        auto const found = TreeWalk(*cache_->files, nullptr).matches(glob, 1);
        place->second = !found.paths.empty() || !found.is_complete;
    }
    return place->second;
}

std::vector<std::string> Context::near_names(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    auto const file = clean_source_path(path);
    auto const [place, is_new] = cache_->near_names.try_emplace(file);
    if (is_new) place->second = cache_->find_near_names(file);
    return place->second;
}

std::vector<std::string> Context::files_below(std::string_view folder, std::size_t limit) const {
    std::lock_guard const lock(cache_->mutex);
    TreeWalk walk(*cache_->files, cache_->ignore_file());
    return walk.files_below(clean_source_path(folder), limit);
}

std::vector<std::string> Context::all_files(std::size_t limit) const {
    return TreeWalk(*cache_->files, nullptr).files_below("", limit, ".git");
}

bool Context::lies_in_submodule(std::string_view path) const {
    auto const& around = cache_->surroundings;
    auto const* own = around.path_above.empty() ? read(".gitmodules") : nullptr;
    std::string_view const text = own != nullptr ? own->bytes() : around.git_modules;
    if (text.empty()) return false;
    auto const whole = around.path_above + std::string(path);
    constexpr std::string_view key = "path = ";
    for (auto at = text.find(key); at != text.npos; at = text.find(key, at + 1)) {
        auto const begin = at + key.size();
        auto const folder = text.substr(begin, text.find_first_of("\r\n", begin) - begin);
        bool const is_there = !folder.empty() && whole.starts_with(folder);
        if (is_there && (whole.size() == folder.size() || whole[folder.size()] == '/')) return true;
    }
    return false;
}

bool Context::is_git_ignored(std::string_view path) const {
    if (lies_in_submodule(path)) return true;
    std::lock_guard const lock(cache_->mutex);
    auto const file = clean_source_path(path);
    // A pattern for folders, or for all that a folder holds, means one that is not there yet, too.
    auto const covers = [](GlobList const& globs, std::string const& name) {
        return globs.cover(name) || globs.cover(name + "/x");
    };
    if (covers(cache_->outer_ignores, cache_->surroundings.path_above + file)) return true;
    // The .gitignore files from the root down to the file's folder.
    for (std::size_t begin = 0;;) {
        auto const folder = std::string_view(file).substr(0, begin);
        if (auto const* const source = cache_->read(std::string(folder) + ".gitignore")) {
            GlobList globs;
            globs.add_lines(source->bytes());
            if (covers(globs, file.substr(begin))) return true;
        }
        auto const slash = file.find('/', begin);
        if (slash == std::string::npos) return false;
        begin = slash + 1;
    }
}

Source const* Context::read(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    return cache_->read(clean_source_path(path));
}

Requirements const* Context::requirements(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    auto const clean = clean_source_path(path);
    auto const [place, is_new] = cache_->requirements.try_emplace(clean);
    if (!is_new) return place->second.get();
    if (auto const* const source = cache_->read(clean))
        place->second = std::make_unique<Requirements const>(parse_requirements(*source));
    return place->second.get();
}

Manifest const* Context::manifest(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    auto const clean = clean_source_path(path);
    auto const [place, is_new] = cache_->manifests.try_emplace(clean);
    if (!is_new) return place->second.get();
    auto const* const source = cache_->read(clean);
    auto manifest = source == nullptr ? std::nullopt : read_manifest(base_name(clean), *source);
    if (manifest) place->second = std::make_unique<Manifest const>(std::move(*manifest));
    return place->second.get();
}

JavaProject const* Context::java_project(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    auto const clean = clean_source_path(path);
    auto const [place, is_new] = cache_->java_projects.try_emplace(clean);
    if (!is_new) return place->second.get();
    if (auto const* const source = cache_->read(clean)) {
        auto const text = source->bytes();
        place->second = std::make_unique<JavaProject const>(
            clean.ends_with(".xml") ? read_pom(text) : read_gradle(text));
    }
    return place->second.get();
}

PythonFacts const* Context::python(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    auto const clean = clean_source_path(path);
    auto const [place, is_new] = cache_->python.try_emplace(clean);
    if (!is_new) return place->second.get();
    if (auto const* const source = cache_->read(clean))
        place->second = std::make_unique<PythonFacts const>(read_python(*source));
    return place->second.get();
}

NodeFacts const* Context::node(std::string_view path) const {
    std::lock_guard const lock(cache_->mutex);
    auto const clean = clean_source_path(path);
    auto const [place, is_new] = cache_->node.try_emplace(clean);
    if (!is_new) return place->second.get();
    if (auto const* const source = cache_->read(clean))
        place->second = std::make_unique<NodeFacts const>(read_node(*source));
    return place->second.get();
}

Recipes const& Context::recipes() const {
    std::lock_guard const lock(cache_->mutex);
    if (!cache_->recipes) {
        auto const read = [&](std::string const& path) { return cache_->read(path); };
        cache_->recipes = read_recipes(*cache_->files, read);
    }
    return *cache_->recipes;
}

IgnoreFile const* Context::ignore_file() const {
    std::lock_guard const lock(cache_->mutex);
    return cache_->ignore_file();
}

}  // namespace dockcheck::context
