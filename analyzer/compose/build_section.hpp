// Build sections: how a compose file or a docker-bake.json says that images are built.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/text/result.hpp"

namespace dockcheck::compose {

/// Where something stands in the file, 1-based, in lines and bytes; 0: not told.
struct Mark {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// A build argument; one without a value gets it from the environment. Without a mark where another
/// file holds it, or where an anchor gives it to a section of another Dockerfile, too.
struct Argument {
    std::string name;
    std::optional<std::string> value;
    Mark mark;
};

/// A text of a service as written, and where.
struct Written {
    std::string text;
    Mark mark;
};

/// An entry of `volumes` or `tmpfs` as written, or the `target` of one.
struct Mount {
    std::string text;
    Mark mark;
    std::string source;  ///< of one of `type: bind`
};

/// What a service says of the container that it starts.
struct Container {
    std::optional<Written> user;
    std::optional<Written> command;  ///< or the first word of a list
    bool has_entrypoint = false;
    bool has_environment = false;  ///< variables of its own, or files with some
    /// The names of those; nothing: not all are known.
    std::optional<std::vector<std::string>> variables{std::in_place};
    bool has_mounts = false;      ///< files or a working folder that the image does not have
    bool has_own_folder = false;  ///< `working_dir`
    bool has_own_network = true;  ///< nobody else listens there, and ports count
    bool has_own_users = false;   ///< `userns_mode`
    bool is_optional = false;     ///< `profiles`
    std::optional<std::vector<Written>> ports;  ///< of the container; nothing: not known
    std::vector<Mount> mounts;
    std::vector<Written> health_check;  ///< `test` of `healthcheck`: CMD and its words
};

/// One of them. A text with a variable of the environment is unknown: nothing.
struct BuildSection {
    std::string name;                       ///< of the service or target
    std::optional<std::string> context;     ///< a folder as written, from the file's own folder
    bool names_context = true;              ///< false: it is Compose's default, this folder
    std::optional<std::string> dockerfile;  ///< as written, from the context
    std::optional<std::string> target;      ///< "": the last stage
    Mark target_mark;
    std::string image;  ///< the name that a service gives to what it builds; empty: not known
    std::vector<Argument> arguments;
    std::vector<std::string> contexts;  ///< names of additional_contexts (bake: contexts)
    std::string file;  ///< what holds it, from the file's own folder; "": the file itself
    Mark mark;
    /// Nothing where parts of the service stand elsewhere, and for targets of bake.
    std::optional<Container> container;
    bool is_certain = true;  ///< false where tags such as !reset change what is merged
};

/// In the order of the file. Sections whose context is no folder (a repository's address) and those
/// with a Dockerfile of their own inside are left out.
using BuildSections = std::vector<BuildSection>;

/// A service that starts an image which the file does not build.
struct ImageService {
    std::string name;
    Written image;
    Container container;
};

/// Files above this size are not read.
inline constexpr std::size_t largest_build_file = std::size_t{512} * 1024;

/// What is said of a file whose parts name each other more often than anybody would follow.
inline constexpr char const* too_much = "its parts refer to each other too often to be followed";

/// What `include` and `extends` of a compose file may read.
class OtherFiles {
 public:
    virtual ~OtherFiles() = default;
    /// The text of a file, by its path from the compose file's own folder. Nothing where it cannot,
    /// or must not, be read.
    virtual std::optional<std::string> read(std::string const& path) = 0;
};

/// Reads a compose file and those that it includes and extends, where `others` are given. An error
/// says what is no YAML, with its place. Total on any bytes. Services of the file itself that build
/// nothing, and are whole, are added to `images`.
Result<BuildSections> read_compose_file(std::string_view text, std::string_view name,
                                        OtherFiles* others = nullptr,
                                        std::vector<ImageService>* images = nullptr);

/// Reads a docker-bake.json. An error says what is no JSON, with its place. Total on any bytes.
Result<BuildSections> read_bake_file(std::string_view text, std::string_view name);

/// Reads what a workflow of GitHub builds: the steps of docker/build-push-action and the lines with
/// `docker build`, as far as they name their folders and files in plain words. An error says what
/// is no YAML, with its place. Total on any bytes.
Result<BuildSections> read_workflow_file(std::string_view text, std::string_view name);

/// A text that may hold a variable: nothing when it does.
std::optional<std::string> without_variables(std::string_view text);

/// True for the address of a repository or an archive: no folder of this machine.
bool is_remote_context(std::string_view context);

}  // namespace dockcheck::compose
