// What a container of a pod starts, and where that listens.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The program that a container starts and its words, those of the manifest in place of the
/// image's; none where that is not certain. What ENTRYPOINT gives stands where the first word of
/// the manifest does.
std::span<Command const> pod_commands(Build const& build, Stage const& stage,
                                      PodContainer const& container);

/// The commands of a probe; none where they are not just what the file has.
std::span<Command const> probe_commands(Build const& build, Stage const& stage,
                                        ManifestProbe const& probe);

struct PodServer {
    std::string shown;  ///< the words that name the server: "flask run"
    std::uint16_t port = 0;
    Place place;           ///< of what says the port, else of the server
    Place server_place;    ///< of the words that name the server
    std::string loopback;  ///< the address, where it listens inside of the pod alone; else empty
};

/// The server that a container certainly starts, at a port which no variable, volume or other
/// container of its pod changes: who connects to the pod finds it there or nowhere.
std::optional<PodServer> pod_server(Build const& build, Stage const& stage,
                                    PodContainer const& container);

/// Ports that people open in a browser; others are for debuggers and numbers of the program, which
/// may serve them beside its own.
bool is_for_browsers(unsigned port);

}  // namespace dockcheck::model
