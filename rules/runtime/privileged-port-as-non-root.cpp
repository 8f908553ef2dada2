// Finds servers that bind a low port as another user than root.
#include "rules/runtime/privileged-port-as-non-root.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/model/nginx_server.hpp"
#include "analyzer/model/pod_start.hpp"
#include "analyzer/model/privileges.hpp"

namespace dockcheck::rules::privileged_port_as_non_root {
namespace {

constexpr unsigned first_free_port = 1024;

/// Something gives the right to a program.
bool gives_rights(Pass const& pass) {
    static constexpr std::string_view all_words[] = {"setcap", "authbind",
                                                     "ip_unprivileged_port_start"};
    for (auto const word : all_words) {
        if (!pass.build().positions_with(word).empty()) return true;
    }
    return false;
}

std::string_view instead_of(unsigned port) { return port == 443 ? "8443" : "8080"; }

/// Where EXPOSE of this Dockerfile names a port, or nothing.
std::optional<Place> exposed_at(model::RuntimeConfig const& config, std::string_view wanted) {
    for (auto const& port : config.ports) {
        bool const is_own = port.origin.kind == model::Origin::Kind::instruction;
        if (is_own && port.text.text_or_empty() == wanted) return port.place;
    }
    return std::nullopt;
}

/// The image of nginx, whose start changes no account, with a file of its own that says the port.
void check_nginx(model::RuntimeConfig const& config, std::string_view user, Pass& pass) {
    for (auto const& listen : model::nginx_ports(pass.build(), *pass.stage())) {
        if (listen.port >= first_free_port || gives_rights(pass)) continue;
        auto const number = std::to_string(listen.port);
        auto const& account = config.user.origin.place;
        auto const exposed = exposed_at(config, number);
        bool const is_told = listen.place.source != nullptr;
        if (!exposed && !is_told && account.source == nullptr) continue;
        auto const place = exposed.value_or(is_told ? listen.place : account);
        auto const free = instead_of(listen.port);
        // Its folders belong to root, too, and it ends before it listens.
        bool const has_folders = pass.build().may_hold(std::string_view("/var/cache"));
        auto finding = has_folders ? pass.report(place, privileged_port_as_non_root::port, "nginx",
                                                 number, user, free)
                                   : pass.report(place, nginx, number, user, free);
        finding.related(is_told && exposed ? listen.place : account,
                        is_told && exposed ? "listens here" : "the user");
        return;
    }
}

/// A manifest of Kubernetes that runs the image of root as somebody else.
void check_container(model::PodContainer const& container, Pass& pass) {
    auto const& user = pass.stage()->config.user;
    if (!container.run_as_user || container.run_as_user->text == "0" || container.has_more_rights)
        return;
    bool const is_of_root =
        user.is_absent() || (user.is_set() && model::names_root(user.value.text_or_empty()));
    if (!is_of_root || !pass.may_look_around() || gives_rights(pass)) return;
    auto const server = model::pod_server(pass.build(), *pass.stage(), container);
    if (!server || server->port >= first_free_port) return;
    auto const port = std::to_string(server->port);
    pass.report(container.run_as_user->place, in_pod, server->shown, port, container.described(),
                container.run_as_user->text, instead_of(server->port))
        .related(server->place, "listens here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || !config.user.is_set()) return;
    auto const user = config.user.value.text_or_empty();
    auto const name = user.substr(0, user.find(':'));
    if (name.empty() || name == "root" || name == "0") return;
    auto const* const image = stage->root().kind == model::Reference::Kind::image
                                  ? model::known_image(stage->root())
                                  : nullptr;
    if (image != nullptr && image->name == "nginx") return check_nginx(config, name, pass);
    auto const server = model::listening_server(pass.build(), *stage);
    if (!server || !server->port || *server->port >= first_free_port) return;
    constexpr unsigned changes = model::wrapper_sudo | model::wrapper_user;
    if ((server->command->wrappers & changes) != 0 || gives_rights(pass)) return;
    auto const where = server->port_place.source == nullptr ? server->place : server->port_place;
    auto const port = std::to_string(*server->port);
    auto finding = pass.report(where, privileged_port_as_non_root::port, server->shown, port, name,
                               instead_of(*server->port));
    if (config.user.origin.instruction != nullptr)
        finding.related(config.user.origin.instruction->span, "the user");
}

}  // namespace

constinit Check const rule = on<check, check_container>();

}  // namespace dockcheck::rules::privileged_port_as_non_root
