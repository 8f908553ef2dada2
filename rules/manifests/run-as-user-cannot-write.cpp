// Finds programs that write to a file system which the manifest makes read-only.
#include "rules/manifests/run-as-user-cannot-write.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/environment.hpp"
#include "analyzer/model/nginx_server.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/pod_start.hpp"

namespace dockcheck::rules::run_as_user_cannot_write {
namespace {

/// Where the image or the manifest has a volume at a path or above it, or may have.
bool can_write(model::PodContainer const& container, model::Stage const& stage,
               std::string_view path) {
    return container.mounts_at(path)
           || std::ranges::any_of(stage.config.volumes, [&](model::VolumeEntry const& volume) {
                  auto const at = volume.path.known();
                  if (!at) return true;
                  auto const cleaned = model::clean_path(*at);
                  return cleaned == path || model::lies_below(path, cleaned);
              });
}

/// Variables by which Python or gunicorn is told another folder.
bool may_name_folder(model::PodContainer const& container, model::Stage const& stage) {
    static constexpr std::string_view names[] = {"TMPDIR", "TEMP", "TMP", "GUNICORN_CMD_ARGS"};
    if (container.has_more_variables || container.has_own_folder) return true;
    return std::ranges::any_of(names, [&](std::string_view name) {
        return model::may_have_variable(stage, name)
               || std::ranges::any_of(container.variables,
                                      [&](auto const& each) { return each.name == name; });
    });
}

/// True where no option and no file can say another folder for what shows that a worker lives.
bool has_usual_folder(model::Command const& command, Pass const& pass) {
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto const text = word.value.known_prefix();
        if (!word.value.is_known() && (text.empty() || text.starts_with('-'))) return false;
        if (text.starts_with("--worker-tmp-dir") || text == "-c" || text.starts_with("--config"))
            return false;
    }
    auto const* const context = pass.context();
    if (context == nullptr) return false;
    for (auto const& file : context->files_below("")) {
        if (!file.ends_with("gunicorn.conf.py")) continue;
        auto const* const source = context->read(file);
        if (source == nullptr || source->bytes().find("worker_tmp_dir") != std::string_view::npos)
            return false;
    }
    return true;
}

/// Python takes the first of these that it can write to, then the working folder.
bool lacks_temporary_folder(model::PodContainer const& container, model::Stage const& stage) {
    constexpr std::string_view folders[] = {"/tmp", "/var/tmp", "/usr/tmp"};
    if (std::ranges::any_of(folders,
                            [&](auto folder) { return can_write(container, stage, folder); }))
        return false;
    auto const& workdir = stage.config.workdir;
    if (workdir.is_absent()) return true;
    auto const folder = workdir.is_set() ? workdir.value.text_or_empty() : std::string_view();
    return !folder.empty() && !can_write(container, stage, folder);
}

bool starts_gunicorn(model::PodContainer const& container, Pass const& pass) {
    auto const commands = model::pod_commands(pass.build(), *pass.stage(), container);
    if (commands.empty() || commands.back().program != "gunicorn") return false;
    return !commands.back().is_conditional && has_usual_folder(commands.back(), pass);
}

/// True where a volume may bring another nginx.conf, or a script that writes one: what lies in
/// conf.d cannot say where the process number goes.
bool may_have_own_settings(model::PodContainer const& container) {
    if (container.mounts_at("/etc/nginx/nginx.conf")) return true;
    return std::ranges::any_of(container.mounts, [](model::ManifestText const& each) {
        std::string_view const mount = each.text;
        bool const is_of_sites =
            mount.starts_with("/etc/nginx/conf.d") || mount.starts_with("/etc/nginx/templates");
        return mount.find("docker-entrypoint.d") != mount.npos
               || (mount.starts_with("/etc/nginx/") && !is_of_sites);
    });
}

/// The image's own nginx, which writes to /run.
bool starts_nginx(model::PodContainer const& container, Pass const& pass) {
    return container.starts_image() && model::has_own_nginx_start(pass.build(), *pass.stage())
           && !may_have_own_settings(container);
}

void check(model::PodContainer const& container, Pass& pass) {
    if (!container.read_only_root || container.read_only_root->text != "true") return;
    auto const& stage = *pass.stage();
    if (stage.is_windows || container.has_host_files || !pass.may_look_around()) return;
    auto const place = container.read_only_root->place;
    if (starts_nginx(container, pass) && !can_write(container, stage, "/run")
        && !can_write(container, stage, "/var/run")) {
        pass.report(place, nginx, container.described());
        return;
    }
    if (may_name_folder(container, stage) || !lacks_temporary_folder(container, stage)) return;
    if (starts_gunicorn(container, pass)) pass.report(place, gunicorn, container.described());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_as_user_cannot_write
