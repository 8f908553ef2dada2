// Putting the words of a manifest and those of the image together.
#include "analyzer/model/pod_start.hpp"

#include <algorithm>

#include "analyzer/model/commands.hpp"
#include "analyzer/model/dotnet_server.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/model/nginx_server.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::model {
namespace {

/// The words of a manifest as a program gets them; false where one is not just what the file has.
/// $(NAME) is put in by the kubelet.
bool add_words(std::vector<ManifestText> const& texts, ArenaVector<Argument>& words, Arena& arena) {
    for (auto const& text : texts) {
        if (text.place.span.empty() || text.place.text() != text.text) return false;
        Mapped const raw(text.place.text(), text.place.span.begin);
        Value value(raw.text());
        if (text.text.find("$(") != std::string::npos) {
            auto* const piece = arena.make<Piece>(Piece{raw.text(), false, {}});
            value = Value(std::span<Piece const>(piece, 1));
        }
        words.push_back({text.place.span, raw, value, false});
    }
    return true;
}

/// Names by which a server may be told where to listen.
bool may_move_server(std::string_view variable) {
    static constexpr std::string_view parts[] = {"PORT", "HOST",   "BIND", "ADDR",
                                                 "ARGS", "LISTEN", "URL",  "OPT"};
    return std::ranges::any_of(
        parts, [&](auto part) { return variable.find(part) != std::string_view::npos; });
}

bool may_be_moved(Stage const& stage, PodContainer const& container) {
    if (container.has_more_variables || container.has_own_folder) return true;
    if (std::ranges::any_of(container.variables,
                            [](auto const& each) { return may_move_server(each.name); }))
        return true;
    if (container.mounts.empty()) return false;
    auto const& workdir = stage.config.workdir;
    auto const folder = workdir.is_set() ? workdir.value.text_or_empty() : std::string_view("/");
    return folder.empty() || folder == "/" || container.mounts_at(folder)
           || std::ranges::any_of(container.mounts, [&](ManifestText const& mount) {
                  return lies_below(mount.text, folder);
              });
}

/// True where a literal word of the command itself names the port.
bool is_told_by_words(Listening const& server) {
    if (server.port_place.source == nullptr || server.port_place.source != server.place.source)
        return false;
    return std::ranges::any_of(server.words, [&](Argument const& word) {
        return word.span.begin <= server.port_place.span.begin
               && server.port_place.span.end <= word.span.end;
    });
}

bool has_variable(Argument const& word) {
    return word.raw.text().find('$') != std::string_view::npos;
}

/// nginx, by the configuration that is in the image.
std::optional<PodServer> nginx_server(Build const& build, Stage const& stage,
                                      PodContainer const& container) {
    constexpr std::string_view folder = "/etc/nginx";
    bool const is_of_image =
        container.starts_image() && !container.mounts_at(folder)
        && std::ranges::none_of(container.mounts, [&](ManifestText const& mount) {
               return lies_below(mount.text, folder)
                      || mount.text.find("docker-entrypoint.d") != mount.text.npos;
           });
    if (!is_of_image || stage.from == nullptr) return std::nullopt;
    auto const ports = nginx_ports(build, stage);
    if (ports.empty() || !std::ranges::all_of(ports, [&](NginxPort const& each) {
            return each.port == ports.front().port;
        }))
        return std::nullopt;
    auto const& told = ports.front().place;
    auto const place =
        told.source != nullptr ? told : Place{&build.source(), stage.from->image.span};
    return PodServer{"nginx", ports.front().port, place, place, {}};
}

std::optional<PodServer> started_server(Build const& build, Stage const& stage,
                                        PodContainer const& container) {
    std::optional<Listening> server;
    if (container.starts_image()) {
        server = listening_server(build, stage);
        // A script of the image may go another way.
        if (server && server->place.source != &build.source()) return std::nullopt;
    } else {
        auto const commands = pod_commands(build, stage, container);
        if (commands.size() != 1) return std::nullopt;
        auto const& words = container.command ? *container.command : *container.arguments;
        server = listening_server(build, stage, commands, *words.front().place.source);
    }
    if (!server || !server->port || std::ranges::any_of(server->words, has_variable))
        return std::nullopt;
    // A shell may have gone another way before.
    if (container.starts_image() && stage.commands_of(*server->command->instruction).size() != 1)
        return std::nullopt;
    bool const is_told = is_told_by_words(*server);
    if (!is_told && may_be_moved(stage, container)) return std::nullopt;
    auto const place = is_told ? server->port_place : server->place;
    return PodServer{server->shown, *server->port, place, server->place,
                     server->is_loopback() ? *server->host : std::string()};
}

}  // namespace

std::span<Command const> pod_commands(Build const& build, Stage const& stage,
                                      PodContainer const& container) {
    if (stage.from_instruction == nullptr) return {};
    if (container.starts_image()) {
        auto const& start = start_of(build, stage);
        return start.is_certain ? start.commands : std::span<Command const>();
    }
    ArenaVector<Argument> words(build.arena());
    auto const& first = container.command ? *container.command : *container.arguments;
    if (!container.command && !stage.config.entrypoint.is_absent()) {
        auto const& entrypoint = stage.config.entrypoint;
        bool const is_list = entrypoint.is_set() && !entrypoint.value.shell_form
                             && entrypoint.origin.instruction != nullptr;
        if (!is_list && !runs_cmd_itself(stage)) return {};
        auto const own = is_list ? entrypoint.value.arguments : std::span<Argument const>();
        auto const begin = first.front().place.span.begin;
        for (auto word : own) {
            word.span = {begin, begin};
            word.raw = Mapped(word.raw.text(), begin);
            words.push_back(word);
        }
    }
    auto& arena = build.arena();
    if (!add_words(first, words, arena)) return {};
    if (container.command && container.arguments && !add_words(*container.arguments, words, arena))
        return {};
    return commands_of_words(words.items(), *stage.from_instruction, Use::entrypoint, arena);
}

std::span<Command const> probe_commands(Build const& build, Stage const& stage,
                                        ManifestProbe const& probe) {
    ArenaVector<Argument> words(build.arena());
    auto& arena = build.arena();
    if (probe.through_shell) {
        for (std::string_view const word : {"/bin/sh", "-c"})
            words.push_back({{}, Mapped(word, 0), Value(word), false});
    }
    if (stage.from_instruction == nullptr || !add_words(probe.command, words, arena)) return {};
    return commands_of_words(words.items(), *stage.from_instruction, Use::healthcheck, arena);
}

std::optional<PodServer> pod_server(Build const& build, Stage const& stage,
                                    PodContainer const& container) {
    if (stage.is_windows || container.is_for_setup) return std::nullopt;
    if (!container.is_alone || !container.has_own_network) return std::nullopt;
    if (auto server = started_server(build, stage, container)) return server;
    if (auto server = nginx_server(build, stage, container)) return server;
    bool const is_left_alone = container.starts_image() && container.variables.empty()
                               && container.mounts.empty() && !container.has_more_variables
                               && !container.has_own_folder;
    if (!is_left_alone || listening_server(build, stage)) return std::nullopt;
    auto const server = dotnet_server(build, stage);
    if (!server) return std::nullopt;
    return PodServer{server->assembly, server->port, server->place, server->place, {}};
}

bool is_for_browsers(unsigned port) {
    static constexpr unsigned ports[] = {80, 443, 3000, 4000, 5000, 8000, 8080, 8081, 8443, 8888};
    return std::ranges::find(ports, port) != std::ranges::end(ports);
}

}  // namespace dockcheck::model
