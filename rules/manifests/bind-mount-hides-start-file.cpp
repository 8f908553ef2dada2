// Finds bind mounts over the folder of the file that a container starts, without that file in them.
#include "rules/manifests/bind-mount-hides-start-file.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::rules::bind_mount_hides_start_file {
namespace {

using model::Deployment;

/// A file of the image, and the file of the build context that it is a copy of.
struct StartFile {
    std::string path;
    std::string context_path;
};

/// The file that a program is given as its first word without an option in front, where the start
/// is just that: `python main.py`, `node server/main.js`.
std::optional<StartFile> start_file(model::Build const& build, model::Stage const& stage) {
    static constexpr std::string_view programs[] = {"python", "python3", "node", "ruby",
                                                    "php",    "sh",      "bash", "bun"};
    auto const& start = model::start_of(build, stage);
    if (!start.is_certain || start.commands.size() != 1) return std::nullopt;
    auto const& command = start.commands.front();
    if (std::ranges::find(programs, command.program) == std::ranges::end(programs))
        return std::nullopt;
    auto const word = command.argument(1);
    if (word.empty() || word.starts_with('-') || word.find('.') == word.npos) return std::nullopt;
    auto const joined =
        model::join_workdir(build.arena(), stage.config.workdir, Value(word), false);
    if (!joined.known()) return std::nullopt;
    auto path = model::clean_path(*joined.known());
    auto file = model::placed_file(build, stage, path);
    if (!file) return std::nullopt;
    return StartFile{std::move(path), std::move(*file)};
}

bool covers(std::string_view folder, std::string_view path) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string without_end(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return std::string(path);
}

/// The folder of the context that has the file where the mount would need it; empty where there is
/// none.
std::string folder_to_mount(std::string_view file, std::string_view rest) {
    if (!file.ends_with(rest) || file.size() <= rest.size()) return {};
    auto const folder = file.substr(0, file.size() - rest.size());
    return folder.ends_with('/') ? "./" + std::string(folder.substr(0, folder.size() - 1))
                                 : std::string();
}

/// The mount that decides what is at a path: the deepest one, or nullptr.
Deployment::Mount const* mount_over(Deployment const& deployment, std::string_view path) {
    Deployment::Mount const* deepest = nullptr;
    for (auto const& mount : deployment.mounts) {
        auto const target = without_end(mount.target.text);
        if (target != path && !covers(target, path)) continue;
        if (deepest == nullptr || target.size() > without_end(deepest->target.text).size())
            deepest = &mount;
    }
    return deepest;
}

void check(Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    auto const* const context = pass.context();
    if (stage == nullptr || stage->is_windows || context == nullptr) return;
    if (deployment.mounts.empty() || !model::is_as_built(pass.build(), deployment)) return;
    if (deployment.command || deployment.has_entrypoint || deployment.has_own_folder) return;
    if (!pass.may_look_around()) return;
    auto const file = start_file(pass.build(), *stage);
    if (!file) return;
    auto const* const mount = mount_over(deployment, file->path);
    if (mount == nullptr || !mount->context_path) return;
    auto const target = without_end(mount->target.text);
    if (target == file->path) return;
    auto const rest = file->path.substr(target.size() + 1);
    auto const& source = *mount->context_path;
    if (context->status(source).kind != context::FileKind::directory) return;
    auto const hiding = source.empty() ? rest : source + "/" + rest;
    if (context->status(hiding).kind != context::FileKind::missing) return;
    if (context->is_git_ignored(hiding)) return;
    auto const instead = folder_to_mount(file->context_path, rest);
    if (instead.empty()) return;
    pass.report(deployment.place(mount->target), hidden, deployment.service,
                source.empty() ? std::string(".") : "./" + source, target, file->path,
                file->context_path, instead);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::bind_mount_hides_start_file
