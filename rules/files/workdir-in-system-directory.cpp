// Finds working directories in folders that belong to the kernel or the boot loader.
#include "rules/files/workdir-in-system-directory.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::workdir_in_system_directory {
namespace {

/// The folder of the list that holds the path, or empty.
std::string_view system_folder(std::string_view path, Options const& options) {
    for (auto const folder : options.directories) {
        if (!path.starts_with(folder) || folder.empty()) continue;
        if (path.size() == folder.size() || path[folder.size()] == '/') return folder;
    }
    return {};
}

void check(ast::Workdir const& workdir, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    auto const before = pass.build().workdir(pass.instruction());
    auto const path =
        model::join_workdir(pass.build().arena(), before, pass.value(workdir.value), false);
    if (!path.is_known()) return;
    auto const folder =
        system_folder(model::clean_path(*path.known(), pass.build().arena()), options);
    if (folder.empty()) return;
    pass.report(workdir.value.span, below, pass.text(workdir.value.span), folder);
}

void check_config(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const& workdir = config.workdir;
    if (!workdir.is_set() || workdir.origin.kind != model::Origin::Kind::json) return;
    if (config.is_windows) return;
    auto const text = workdir.value.text_or_empty();
    auto const folder = system_folder(model::clean_path(text, pass.build().arena()), options);
    if (!folder.empty()) pass.report(workdir.origin.place, below, text, folder);
}

}  // namespace

constinit Check const rule = on<check, check_config>();

}  // namespace dockcheck::rules::workdir_in_system_directory
