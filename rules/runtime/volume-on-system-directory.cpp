// Finds VOLUME on directories that are the system's.
#include "rules/runtime/volume-on-system-directory.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::volume_on_system_directory {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

bool is_of_kernel(std::string_view path) {
    constexpr std::string_view folders[] = {"/proc", "/sys", "/dev"};
    return std::ranges::any_of(
        folders, [&](std::string_view folder) { return path == folder || is_below(path, folder); });
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    if (config.is_windows) return;
    for (auto const& volume : config.volumes) {
        auto const text = volume.path.known();
        if (!text || text->empty()) continue;
        auto const path = model::clean_path(*text);
        if (is_of_kernel(path)) {
            pass.report(volume.place, kernel, path);
        } else if (std::ranges::find(options.directories, path) != options.directories.end()) {
            pass.report(volume.place, system, path);
        } else if (is_below(path, "/etc")) {
            pass.report(volume.place, nested, path).severity(Severity::info);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::volume_on_system_directory
