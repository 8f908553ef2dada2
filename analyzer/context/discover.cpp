// Search for the build context from the Dockerfile upwards.
#include "analyzer/context/discover.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <vector>

#include "analyzer/context/paths.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::context {
namespace {

constexpr std::string_view default_ignore_name = ".dockerignore";
/// Read by `docker buildx bake` from the folder where it is called.
constexpr std::array<std::string_view, 2> bake_files{"docker-bake.hcl", "docker-bake.override.hcl"};

bool is_folder(std::string const& path) { return system::is_folder(path.empty() ? "." : path); }

std::string inside(std::string_view folder, std::string_view name) {
    if (folder.empty()) return std::string(name);
    return std::string(folder) + (folder.ends_with('/') ? "" : "/") + std::string(name);
}

/// The parent as it is written: "a/b" -> "a", "a" -> "", "" -> "..", "../x" -> "..".
std::string parent_as_shown(std::string const& shown) {
    auto path = system::joined(shown, "..");
    return path == "." ? std::string() : path;
}

/// A folder that holds everybody's or everything of somebody: no project, whatever lies in it.
bool is_for_everything(std::string const& folder) {
    auto const home = system::home_folder();
    return system::parent_of(folder) == folder || (!home.empty() && path_on_disk(home) == folder);
}

/// How far up one looks: to the repository's root, or else to the folder that is checked or the
/// working folder, if one of them holds the Dockerfile's.
std::string top_above(std::string const& place, std::string const& repository_root,
                      std::string const& searched) {
    if (!repository_root.empty()) return repository_root;
    for (auto const& folder : {searched, std::string()}) {
        auto around = path_on_disk(folder);
        if (is_within(around, place) && !is_for_everything(around)) return around;
    }
    return place;
}

/// The Dockerfile's folder and its parents, as far as top_above() says.
std::vector<FolderOnDisk> candidates(std::string const& folder, std::string const& repository_root,
                                     std::string const& searched) {
    std::vector<FolderOnDisk> result{{path_on_disk(folder), folder}};
    auto const top = top_above(result.front().root, repository_root, searched);
    while (result.back().root != top) {
        auto const& last = result.back();
        FolderOnDisk next{std::string(system::parent_of(last.root)), parent_as_shown(last.shown)};
        if (next.root.empty() || next.root == last.root) break;
        result.push_back(std::move(next));
    }
    return result;
}

/// Something of a name lies in a folder.
bool holds(FolderNames const& names, std::string const& folder, std::string_view name) {
    return names.may_hold(folder, name) && system::exists(inside(folder, name));
}

std::string repository_above(std::string place, FolderNames const& names) {
    while (!place.empty()) {
        if (holds(names, place, ".git")) return place;
        auto above = std::string(system::parent_of(place));
        if (above == place) break;
        place = std::move(above);
    }
    return {};
}

/// Of each source whether it is there.
std::vector<bool> presence_of(std::span<std::string_view const> sources, Files const& files) {
    std::vector<bool> result;
    result.reserve(sources.size());
    for (auto const source : sources) {
        result.push_back(files.status(clean_source_path(source)).kind != FileKind::missing);
    }
    return result;
}

/// Something that is not there for the one is there for the other.
bool has_what_lacks(std::vector<bool> const& other, std::vector<bool> const& one) {
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (other[i] && !one[i]) return true;
    }
    return false;
}

/// The folder of a Dockerfile as it is written; a root where it lies in that.
std::string folder_with(std::string_view dockerfile) {
    auto folder = std::string(folder_of(dockerfile));
    auto const root = system::root_size(dockerfile);
    return folder.size() < root ? std::string(dockerfile.substr(0, root)) : folder;
}

/// True when all that the Dockerfile's folder lacks is in another one only as the folders in which
/// the Dockerfile itself lies.
bool is_own_folder_alone(std::span<std::string_view const> sources,
                         std::vector<FolderOnDisk> const& places, FolderOnDisk const& chosen) {
    auto const beside = disk_files(places.front().root, places.front().shown);
    return std::ranges::all_of(sources, [&](std::string_view source) {
        auto const path = clean_source_path(source);
        if (beside->status(path).kind != FileKind::missing) return true;
        return is_within(inside(chosen.root, path), places.front().root);
    });
}

/// Fills in which ignore file holds: the one named after the Dockerfile wins, wherever it lies.
void find_ignore_file(std::string_view dockerfile, std::string const& root, Discovered& discovered,
                      FolderNames const& names) {
    auto const own_name = std::string(base_name(dockerfile)) + std::string(default_ignore_name);
    auto const folder = path_on_disk(folder_with(dockerfile));
    if (holds(names, folder, own_name)) {
        if (!is_within(root, folder)) {
            auto written = folder_with(dockerfile);
            discovered.ignore_folder = written.empty() ? "." : std::move(written);
            discovered.ignore_name = own_name;
            return;
        }
        discovered.ignore_name = clean_source_path(inside(folder.substr(root.size()), own_name));
    } else if (holds(names, root, default_ignore_name)) {
        discovered.ignore_name = default_ignore_name;
    }
}

void find_compose_files(std::span<FolderOnDisk const> places, Surroundings& surroundings,
                        FolderNames const& names) {
    for (auto const& place : places) {
        surroundings.folders.push_back(place.root);
        auto const holds_compose_name = names.holds_compose_name(place.root);
        if (!holds_compose_name) {
            surroundings.other_folders.push_back(place.root);
            continue;
        }
        surroundings.has_compose_file |= std::ranges::any_of(
            compose_names, [&](auto name) { return holds(names, place.root, name); });
        surroundings.may_be_composed |= *holds_compose_name;
    }
}

/// Looks around the context that was chosen among the folders from the Dockerfile's up to the root.
void look_around(std::span<FolderOnDisk const> places, std::string const& root, bool is_searched,
                 Discovered& discovered, FolderNames const& names) {
    auto& surroundings = discovered.surroundings;
    find_compose_files(places, surroundings, names);
    auto const& above = discovered.repository_root;
    surroundings.in_repository = !above.empty();
    // Without a repository the folder that is checked holds what belongs together.
    auto const home = above.empty() && is_searched && !places.empty() ? places.back().root : above;
    if (!home.empty()) {
        auto tree = home == root ? discovered.files : nullptr;
        surroundings.deployment_files = names.deployment_files(home, std::move(tree));
    }
    surroundings.holds_context =
        std::ranges::find(places, root, &FolderOnDisk::root) != places.end();
    if (above.empty() || root == above || !is_within(above, root)) return;
    constexpr std::uint64_t largest_ignore_file = std::uint64_t{1024} * 1024;
    surroundings.path_above = root.substr(above.size() + system::slash_behind(above).size()) + "/";
    auto const text = disk_files(above, above)->read(".gitignore", largest_ignore_file);
    if (text) surroundings.git_ignore = *text;
    surroundings.git_modules =
        disk_files(above, above)->read(".gitmodules", largest_ignore_file).value_or("");
}

}  // namespace

std::string path_on_disk(std::string const& path) {
    auto real = system::real_path(path.empty() ? "." : path);
    return real ? std::move(*real) : clean_path(path);
}

bool holds_all(std::string const& folder, std::span<std::string_view const> sources) {
    auto const present = presence_of(sources, *disk_files(folder.empty() ? "." : folder, folder));
    return std::ranges::find(present, false) == present.end();
}

bool is_within(std::string_view folder, std::string_view path) {
    if (folder.ends_with('/')) return path.starts_with(folder);
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string home_of(std::string const& folder, std::string const& searched) {
    auto const place = path_on_disk(folder);
    FolderNames const names;
    auto repository = repository_above(place, names);
    if (!repository.empty()) return repository;
    if (searched.empty()) return place;
    auto const around = path_on_disk(searched);
    return is_within(around, place) ? around : place;
}

std::vector<FolderOnDisk> folders_up(std::string_view dockerfile, FolderNames const& names,
                                     std::string const& searched) {
    auto const folder = folder_with(dockerfile);
    return candidates(folder, repository_above(path_on_disk(folder), names), searched);
}

Discovered discover(std::string_view dockerfile, DiscoverOptions const& options,
                    std::span<std::string_view const> literal_sources) {
    FolderNames const names;
    return discover(dockerfile, options, literal_sources, names);
}

Discovered discover(std::string_view dockerfile, DiscoverOptions const& options,
                    std::span<std::string_view const> literal_sources, FolderNames const& names) {
    Discovered result;
    if (options.no_context) return result;
    auto const folder = folder_with(dockerfile);
    result.repository_root = repository_above(path_on_disk(folder), names);

    if (options.given) {
        result.reason = Reason::not_a_folder;
        if (!is_folder(*options.given)) return result;
        result.reason = options.is_from_workflow     ? Reason::workflow
                        : options.is_from_build_file ? Reason::build_file
                                                     : Reason::given;
        result.root = options.given->empty() ? "." : *options.given;
        auto const shown = system::joined({}, result.root);
        result.shown = shown == "." ? std::string() : shown;
        auto const root = path_on_disk(result.root);
        find_ignore_file(dockerfile, root, result, names);
        look_around(candidates(folder, result.repository_root, options.searched), root,
                    !options.searched.empty(), result, names);
        return result;
    }

    auto const places = candidates(folder, result.repository_root, options.searched);
    result.reason = Reason::not_a_folder;
    if (!is_folder(places.front().root)) return result;
    for (auto const& place : places) {
        auto const is_there = [&](auto name) { return holds(names, place.root, name); };
        if (std::ranges::any_of(bake_files, is_there)) {
            result.reason = Reason::bake_file;
            return result;
        }
    }
    // Compose files and docker-bake.json between here and the repository's root, which may name the
    // context, are read by whoever fills DiscoverOptions::given.
    auto const* chosen = &places.front();
    result.files = disk_files(chosen->root, chosen->shown);
    auto present = presence_of(literal_sources, *result.files);
    for (auto const& place : std::span(places).subspan(1)) {
        if (std::ranges::find(present, false) == present.end()) break;
        auto files = disk_files(place.root, place.shown);
        auto there = presence_of(literal_sources, *files);
        if (!has_what_lacks(there, present)) continue;
        result.surroundings.may_be_another = true;
        // Of two folders with a part each nobody knows which it is.
        if (has_what_lacks(present, there)) continue;
        present = std::move(there);
        chosen = &place;
        result.files = std::move(files);
    }
    if (std::ranges::find(present, false) == present.end()) {
        // `COPY api /` beside a Dockerfile in api: a program that is built, or that very folder.
        result.surroundings.may_be_another =
            chosen != &places.front() && is_own_folder_alone(literal_sources, places, *chosen);
    }
    result.reason = chosen == &places.front() ? Reason::beside : Reason::parent;
    result.root = chosen->root;
    result.shown = chosen->shown;
    find_ignore_file(dockerfile, chosen->root, result, names);
    look_around(places, chosen->root, !options.searched.empty(), result, names);
    return result;
}

bool is_same_context(Discovered const& a, Discovered const& b) {
    auto const parts = [](Discovered const& one) {
        return std::tie(one.root, one.shown, one.ignore_name, one.ignore_folder, one.surroundings);
    };
    return is_given(a.reason) == is_given(b.reason) && parts(a) == parts(b);
}

std::shared_ptr<Context const> open_context(Discovered const& discovered) {
    if (discovered.root.empty()) return nullptr;
    auto const origin =
        is_given(discovered.reason) ? Context::Origin::given : Context::Origin::assumed;
    auto ignore_files = discovered.ignore_folder.empty()
                            ? nullptr
                            : disk_files(discovered.ignore_folder, discovered.ignore_folder);
    auto files = discovered.files != nullptr ? discovered.files
                                             : disk_files(discovered.root, discovered.shown);
    auto const context = std::make_shared<Context>(std::move(files), origin, discovered.ignore_name,
                                                   std::move(ignore_files));
    context->set_surroundings(discovered.surroundings);
    return context;
}

}  // namespace dockcheck::context
