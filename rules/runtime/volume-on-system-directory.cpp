// Finds VOLUME on directories that are the system's.
#include "rules/runtime/volume-on-system-directory.hpp"

#include <algorithm>
#include <span>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::rules::volume_on_system_directory {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

bool is_of_kernel(std::string_view path) {
    static constexpr std::string_view folders[] = {"/sys", "/dev"};
    return std::ranges::any_of(
        folders, [&](std::string_view folder) { return path == folder || is_below(path, folder); });
}

/// The folders and files below /etc that a COPY or ADD writes, sorted.
std::span<std::string_view const> written_below_etc(Pass const& pass) {
    auto& arena = pass.build().arena();
    ArenaVector<std::string_view> paths(arena);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            auto const target = transfer.target.known_prefix();
            if (target.starts_with("/etc/")) paths.push_back(model::clean_path(target, arena));
        }
    }
    std::ranges::sort(paths);
    return paths.items();
}

bool is_filled(std::string_view folder, std::span<std::string_view const> written) {
    // Not in front of the folder with a slash behind it.
    auto const is_before = [](std::string_view path, std::string_view around) {
        auto const order = path.substr(0, around.size()).compare(around);
        if (order != 0 || path.size() == around.size()) return order <= 0;
        return static_cast<unsigned char>(path[around.size()]) < '/';
    };
    auto const below = std::ranges::lower_bound(written, folder, is_before);
    return (below != written.end() && is_below(*below, folder))
           || std::ranges::binary_search(written, folder);
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    if (config.is_windows) return;
    if (config.volumes.empty()) return;
    auto const written = written_below_etc(pass);
    for (auto const& volume : config.volumes) {
        auto const text = volume.path.known();
        if (!text || text->empty()) continue;
        auto const path = model::clean_path(*text, pass.build().arena());
        if (path == "/proc" || is_below(path, "/proc")) {
            pass.report(volume.place, process, path);
        } else if (is_of_kernel(path)) {
            pass.report(volume.place, kernel, path).severity(Severity::warning);
        } else if (std::ranges::find(options.directories, path) != options.directories.end()) {
            pass.report(volume.place, system, path);
        } else if (is_below(path, "/etc") && is_filled(path, written)) {
            pass.report(volume.place, nested, path).severity(Severity::info);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::volume_on_system_directory
