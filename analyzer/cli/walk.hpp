// Finding the Dockerfiles below a folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

struct Walked {
    std::vector<std::string> files;  ///< absolute, sorted folder by folder
    std::vector<Error> troubles;     ///< folders that could not be listed
};

/// Who walks, and what is asked and told on the way, each by the thread that called.
struct WalkOptions {
    FunctionRef<bool(std::string_view path)> is_excluded;  ///< whether a file is left out
    FunctionRef<void(std::size_t names)> looked_at;        ///< so many were seen up to now
    std::optional<unsigned> jobs = {};                     ///< threads, or the usual number
};

/// Walks a folder (absolute, with '/'). Folders and files that a .gitignore on the way from the
/// repository's root excludes are left out, and what `is_excluded` says; links to folders are not
/// followed.
Walked walk(std::string const& folder, WalkOptions const& options);

/// True for a file that a walk takes: by its name, where that is doubtful by its beginning as well.
bool is_dockerfile_of_walk(std::string const& path);

/// Whether a folder holds `.git`.
bool is_repository_root(std::string const& folder);
/// The nearest folder, this one or above it, that holds `.git`; empty when there is none.
std::string repository_root(std::string const& folder);

}  // namespace dockcheck::cli
