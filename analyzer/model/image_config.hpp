// The configuration of the image that a stage makes, as BuildKit hands it to its exporter.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// A variable, label, port or volume. Ports and volumes have no value.
struct ImageEntry {
    Value name;
    Value value;
    Origin origin;
};

/// Several of them. An unknown base image may bring more.
struct ImageEntries {
    std::vector<ImageEntry> entries;
    bool is_complete = true;
};

/// The words of ENTRYPOINT, CMD or SHELL.
struct ImageWords {
    enum class State : std::uint8_t { absent, known, unknown } state = State::absent;
    std::vector<Value> words;  ///< the shell's first, for the shell form
    /// The shell form under a SHELL that the base image may have set: `words` begins with the usual
    /// one.
    bool shell_is_assumed = false;
    Origin origin;
};

struct ImageConfig {
    ImageEntries environment;
    ImageEntries labels;
    ImageEntries ports;  ///< 80/tcp, ranges taken apart
    ImageEntries volumes;
    Setting<Value> user;
    Setting<Value> workdir;
    Setting<Value> stop_signal;
    Setting<Value> author;
    ImageWords entrypoint;
    ImageWords cmd;
    ImageWords shell;
    ImageWords healthcheck;            ///< the test: ["CMD-SHELL", ...], ["NONE"]
    Healthcheck check;                 ///< its times
    std::vector<ImageEntry> triggers;  ///< name is the text of an ONBUILD
    std::string_view os;               ///< "linux", "windows", or what --platform of its FROM says
};

/// The configuration at the end of a stage.
ImageConfig image_config(Build const& build, Stage const& stage);

/// The command line that a shell form is given to when nothing else is said.
std::vector<std::string_view> default_shell(bool is_windows);

}  // namespace dockcheck::model
