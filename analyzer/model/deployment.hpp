// A container that a compose file starts from the image of a Dockerfile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/place.hpp"

namespace dockcheck::model {

class Build;
struct Stage;

/// A service with a build section that names the Dockerfile, in the words of its file.
struct Deployment {
    struct Text {
        std::string text;
        Span span;  ///< in the file; empty where it stands there otherwise
    };

    /// Something that is mounted.
    struct Mount {
        Text target;  ///< where in the container
        /// What of the build context, where it is a part of that: a path in it, "" for all.
        std::optional<std::string> context_path;
    };

    std::shared_ptr<Source const> file;
    std::string service;
    /// The stage that it builds, "" for the last; nothing where a variable says it, or another file
    /// of the project may.
    std::optional<Text> target;
    /// Names of the build arguments that no section gives to another Dockerfile.
    std::vector<Text> arguments;

    /// Names of arguments of which the service gives another value than the build has.
    std::vector<std::string> own_arguments;

    /// False where parts of the service stand elsewhere: then nothing below is known.
    bool is_whole = false;
    std::optional<Text> user;
    std::optional<Text> command;   ///< or the first word of a list
    bool has_entrypoint = false;   ///< the image's is not used
    bool has_environment = false;  ///< variables of its own
    /// The names of those; nothing where not all are known.
    std::optional<std::vector<std::string>> variables;
    bool has_mounts = false;      ///< files or a working folder that the image does not have
    bool has_own_folder = false;  ///< `working_dir`
    std::vector<Mount> mounts;    ///< as far as they can be read
    bool has_own_users = false;   ///< root is somebody else outside
    bool is_optional = false;     ///< it is started only by those who ask for it
    /// Those of the container that are published; nothing where one is not known.
    std::optional<std::vector<Text>> ports;
    std::vector<Text> health_check;        ///< the words that `healthcheck` runs in the container
    bool has_health_check_script = false;  ///< the one word is a script for the shell

    [[nodiscard]] Place place(Text const& text) const { return {file.get(), text.span}; }
};

/// A service beside those that starts an image from elsewhere.
struct ImageDeployment {
    Deployment::Text image;  ///< as written
    Deployment container;
};

/// The stage that a deployment starts, or nullptr where it is not known or not there.
Stage const* stage_of(Build const& build, Deployment const& deployment);

/// True where the service is whole and starts the image as the build has it.
bool is_as_built(Build const& build, Deployment const& deployment);

}  // namespace dockcheck::model
