// Which folder is the build context of a Dockerfile on disk, and which ignore file holds.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/context.hpp"
#include "analyzer/context/folder_names.hpp"

namespace dockcheck::context {

/// A folder on disk beside the way it is shown ("" for the working folder).
struct FolderOnDisk {
    std::string root;
    std::string shown;
};

/// The Dockerfile's folder and those above it, up to the repository's root; without a repository up
/// to `searched` or else the working folder, where the Dockerfile lies in it.
std::vector<FolderOnDisk> folders_up(std::string_view dockerfile, FolderNames const& names,
                                     std::string const& searched = {});

/// What a file in a folder may name: the repository that holds the folder; without one `searched`
/// where the folder lies in it, else the folder. Without links.
std::string home_of(std::string const& folder, std::string const& searched = {});

/// True for a folder and what lies below it; both without links.
bool is_within(std::string_view folder, std::string_view path);

/// The path without links and `..`; what does not exist is only made absolute in appearance.
std::string path_on_disk(std::string const& path);

struct DiscoverOptions {
    /// A folder named on the command line, in the configuration, or by a compose file.
    std::optional<std::string> given;
    bool no_context = false;
    bool is_from_build_file = false;  ///< it is a compose file that names the folder
    bool is_from_workflow = false;    ///< it is a workflow
    std::string searched = {};        ///< the folder that is checked, for folders_up
};

/// How the folder came to be the context.
enum class Reason : std::uint8_t {
    given,         ///< named by the user
    build_file,    ///< named by a compose file or a docker-bake.json
    beside,        ///< the Dockerfile's folder
    workflow,      ///< a workflow builds there, and may make files first
    parent,        ///< the nearest parent with the most sources of COPY and ADD
    switched_off,  ///< --no-context
    bake_file,     ///< a docker-bake.hcl says it, in a language that is not read
    not_a_folder,  ///< what was named is no folder, or cannot be looked at
    out_of_reach,  ///< a file of the repository names a folder outside of it
};

/// True where somebody has named the folder.
constexpr bool is_given(Reason reason) {
    return reason == Reason::given || reason == Reason::build_file;
}

struct Discovered {
    Reason reason = Reason::switched_off;
    std::string root;   ///< folder on disk; empty when there is no context
    std::string shown;  ///< how paths of its files begin in output
    /// The ignore file: a path in the context, or, when `ignore_folder` is set, a name in there.
    std::string ignore_name;
    std::string ignore_folder;
    Surroundings surroundings;
    /// The files of the root, where some were looked at already; or nullptr.
    std::shared_ptr<Files const> files;
    std::string repository_root;  ///< the folder with .git, at or above the Dockerfile; or empty
};

/// Whether all of some sources of COPY are in a folder, "" for the working folder.
bool holds_all(std::string const& folder, std::span<std::string_view const> sources);

/// Decides on the context of a Dockerfile (interface.md, section 3). `literal_sources` are the
/// sources of its COPY, ADD and bind mounts from the context that hold no wildcard and no unknown
/// variable: when some are missing beside the Dockerfile, the nearest parent folder is taken that
/// has all that is there and the most of what is not, as far as folders_up goes.
Discovered discover(std::string_view dockerfile, DiscoverOptions const& options,
                    std::span<std::string_view const> literal_sources, FolderNames const& names);
/// The same for one file.
Discovered discover(std::string_view dockerfile, DiscoverOptions const& options,
                    std::span<std::string_view const> literal_sources);

/// True where open_context() would make the same of both.
bool is_same_context(Discovered const& a, Discovered const& b);

/// The context that was decided on, or nullptr when there is none.
std::shared_ptr<Context const> open_context(Discovered const& discovered);

}  // namespace dockcheck::context
