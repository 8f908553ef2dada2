// How a container of the image starts: the same type for a Dockerfile's stage and an image's
// config.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/command.hpp"
#include "analyzer/model/origin.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

struct EnvironmentEntry {
    std::string_view name;
    Value value;
    Place name_place;
    Place value_place;
    Origin origin;
};

struct LabelEntry {
    Value name;
    Value value;
    Place place;
    Origin origin;
};

/// ENTRYPOINT or CMD.
struct StartCommand {
    bool shell_form = false;
    /// The SHELL in force at it; absent: the default one. Of the shell form only.
    Setting<std::span<Argument const>> shell;
    std::span<Argument const>
        arguments;  ///< exec form: the elements; shell form: one argument, the script
    std::span<Command const> commands;  ///< what it runs, wrappers and sh -c taken apart
};

struct Healthcheck {
    bool none = false;
    bool shell_form = false;
    std::span<Argument const> arguments;
    std::span<Command const> commands;
    /// In nanoseconds; 0: not given, the engine's default holds.
    std::int64_t interval = 0;
    std::int64_t timeout = 0;
    std::int64_t start_period = 0;
    std::int64_t start_interval = 0;
    std::int32_t retries = 0;  ///< 0: not given
};

struct Port {
    Value text;  ///< as given: 80, 80/tcp, 8000-8010/udp
    Place place;
    Origin origin;
};

struct VolumeEntry {
    Value path;  ///< as given
    Place place;
    Origin origin;
};

/// The effective configuration at the end of a stage.
struct RuntimeConfig {
    std::span<EnvironmentEntry const>
        environment;                       ///< in order of first appearance, the last value
    bool environment_is_complete = false;  ///< false: an unknown base may bring more
    Setting<Value> user;
    Setting<Value> workdir;
    Setting<StartCommand> entrypoint;
    Setting<StartCommand> cmd;
    Setting<std::span<Argument const>> shell;
    Setting<Healthcheck> healthcheck;
    Setting<Value> stop_signal;
    Setting<Value> author;  ///< MAINTAINER
    std::span<Port const> ports;
    std::span<VolumeEntry const> volumes;
    std::span<LabelEntry const> labels;
    std::span<ast::Instruction const* const>
        triggers;  ///< its ONBUILDs: they run in a stage or file that is FROM it
    bool is_windows = false;

    /// The last entry of that name, or nullptr.
    [[nodiscard]] EnvironmentEntry const* find_environment(std::string_view name) const;
};

}  // namespace dockcheck::model
