// Finds volumes at the path where PostgreSQL 17 and older keep their data, in front of newer ones.
#include "rules/manifests/postgres-volume-at-old-path.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/syntax/dockerfile/image_reference.hpp"

namespace dockcheck::rules::postgres_volume_at_old_path {
namespace {

constexpr std::string_view old_path = "/var/lib/postgresql/data";
constexpr unsigned first_release = 18;

/// An image of PostgreSQL that keeps its data elsewhere.
struct NewPostgres {
    unsigned release = first_release;
    bool is_newest = false;   ///< the tag stands for whatever is the newest
    bool sees_volume = true;  ///< and refuses to start
};

/// The number at the front of a text, or nothing.
std::optional<unsigned> leading_number(std::string_view text) {
    auto const digits = text.substr(0, text.find_first_not_of("0123456789"));
    if (digits.empty() || digits.size() > 2) return std::nullopt;
    unsigned number = 0;
    for (char const digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
    return number;
}

/// docker-library/postgres#1409, in images of April 2026: before it mountpoint(1) of BusyBox did
/// not tell one volume of a disk from another.
bool sees_volume(std::string_view tag) {
    if (tag.find("alpine") == tag.npos) return true;
    return !tag.starts_with("18.0-") && !tag.starts_with("18.1-") && !tag.starts_with("18.2-");
}

/// By name and tag. The entrypoint of the official image is that of the other two.
std::optional<NewPostgres> new_postgres(dockerfile::ImageReference const& image) {
    static constexpr model::WordList newest = " latest alpine bookworm trixie ";
    auto const name = knowledge::canonical_name(model::name_of(image));
    auto const tag = image.tag;
    std::optional<unsigned> release;
    if (name == "postgres") {
        bool const is_newest = tag.empty() ? image.digest.empty() : newest.holds(tag);
        if (is_newest && image.digest.empty()) return NewPostgres{first_release, true, true};
        release = leading_number(tag);
    } else if (name == "postgis/postgis") {
        release = leading_number(tag);
    } else if (name == "pgvector/pgvector") {
        auto const at = tag.find("pg");
        if (at != tag.npos) release = leading_number(tag.substr(at + 2));
    }
    if (!release || *release < first_release) return std::nullopt;
    return NewPostgres{*release, false, sees_volume(tag)};
}

bool is_old_path(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    return path == old_path;
}

void report(NewPostgres const& postgres, std::string_view image, bool is_volume_of_docker,
            Place place, Pass& pass) {
    auto const own = fmt::format("/var/lib/postgresql/{}/docker", postgres.release);
    if (postgres.is_newest) {
        auto const name = image.substr(0, image.rfind(':'));
        pass.report(place, moving, image, old_path, name).severity(Severity::warning);
    } else if (is_volume_of_docker && !postgres.sees_volume) {
        pass.report(place, unused, image, old_path, own);
    } else {
        pass.report(place, refused, image, old_path, own);
    }
}

/// The entrypoint looks for volumes when it starts the server, with options or without.
bool starts_server(model::Deployment const& deployment) {
    if (deployment.has_entrypoint) return false;
    if (!deployment.command) return true;
    auto const& words = deployment.command->text;
    return words.starts_with('-') || words == "postgres" || words.starts_with("postgres ");
}

void check_service(NewPostgres const& postgres, std::string_view image,
                   model::Deployment const& deployment, Pass& pass) {
    if (!deployment.is_whole || !deployment.variables || !starts_server(deployment)) return;
    if (std::ranges::find(*deployment.variables, "PGDATA") != deployment.variables->end()) return;
    for (auto const& [target, source] : deployment.mounts) {
        if (is_old_path(target.text)) report(postgres, image, true, deployment.place(target), pass);
    }
}

/// What the last stage begins with, where its entrypoint is still that image's and nothing moves
/// the data.
std::optional<NewPostgres> postgres_below(model::Stage const& stage, model::Build const& build) {
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || root.image.path.empty()) return std::nullopt;
    auto const postgres = new_postgres(root.image);
    if (!postgres || stage.is_windows) return std::nullopt;
    auto const& entrypoint = stage.config.entrypoint;
    auto const& cmd = stage.config.cmd;
    using Kind = model::Origin::Kind;
    if (entrypoint.origin.kind == Kind::instruction
        || build.may_hold(std::string_view("docker-entrypoint.sh")))
        return std::nullopt;
    bool const is_other = cmd.origin.kind == Kind::instruction
                          && (!cmd.is_set() || cmd.value.commands.empty()
                              || cmd.value.commands.front().program != "postgres");
    if (is_other || stage.config.find_environment("PGDATA") != nullptr) return std::nullopt;
    return postgres;
}

void check(model::Build const& build, Pass& pass) {
    for (auto const& service : build.options().image_deployments) {
        auto const image = dockerfile::parse_image_reference(service.image.text);
        if (!image) continue;
        auto const postgres = new_postgres(*image);
        if (postgres) check_service(*postgres, service.image.text, service.container, pass);
    }
}

void check_own(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = model::stage_of(pass.build(), deployment);
    if (stage == nullptr || !model::is_as_built(pass.build(), deployment)) return;
    auto const postgres = postgres_below(*stage, pass.build());
    if (postgres) check_service(*postgres, model::shown_name(stage->root()), deployment, pass);
}

void check_pod(model::PodContainer const& container, Pass& pass) {
    if (container.command || container.arguments || container.has_more_variables) return;
    if (container.is_for_setup) return;
    bool const has_folder = std::ranges::any_of(
        container.variables, [](auto const& variable) { return variable.name == "PGDATA"; });
    auto const postgres = postgres_below(*pass.stage(), pass.build());
    if (!postgres || has_folder) return;
    for (auto const& mount : container.mounts) {
        if (is_old_path(mount.text))
            report(*postgres, model::shown_name(pass.stage()->root()), false, mount.place, pass);
    }
}

void check_image(model::RuntimeConfig const& config, Pass& pass) {
    if (config.volumes.empty() || pass.stage() == nullptr) return;
    auto const postgres = postgres_below(*pass.stage(), pass.build());
    if (!postgres) return;
    for (auto const& volume : config.volumes) {
        auto const path = volume.path.known();
        if (path && is_old_path(*path))
            report(*postgres, model::shown_name(pass.stage()->root()), true, volume.place, pass);
    }
}

}  // namespace

constinit Check const rule = on<check, check_own, check_pod, check_image>();

}  // namespace dockcheck::rules::postgres_volume_at_old_path
