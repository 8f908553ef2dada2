// Finds servers that bind a low port as another user than root.
#include "rules/runtime/privileged-port-as-non-root.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/listening.hpp"

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

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || !config.user.is_set()) return;
    auto const user = config.user.value.text_or_empty();
    auto const name = user.substr(0, user.find(':'));
    if (name.empty() || name == "root" || name == "0") return;
    auto const server = model::listening_server(pass.build(), *stage);
    if (!server || !server->port || *server->port >= first_free_port) return;
    constexpr unsigned changes = model::wrapper_sudo | model::wrapper_user;
    if ((server->command->wrappers & changes) != 0 || gives_rights(pass)) return;
    auto const where = server->port_place.source == nullptr ? server->place : server->port_place;
    auto const port = std::to_string(*server->port);
    auto const instead = *server->port == 443 ? "8443" : "8080";
    auto finding =
        pass.report(where, privileged_port_as_non_root::port, server->shown, port, name, instead);
    if (config.user.origin.instruction != nullptr)
        finding.related(config.user.origin.instruction->span, "the user");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::privileged_port_as_non_root
