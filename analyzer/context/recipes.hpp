// What the Makefile of a context and its workflows do in front of a build.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/context/files.hpp"
#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::context {

/// The files, and what they say for all who ask. What cannot be read may do anything.
struct Recipes {
    Source const* makefile = nullptr;
    std::vector<Source const*> workflows;  ///< of GitHub

    bool brings_files = false;           ///< a line of the Makefile copies, moves or downloads
    bool replaces_package_json = false;  ///< a line of the Makefile puts another file in its place
    bool makes_lock_file = false;        ///< `npm install --package-lock-only` in any of them

    /// True when a line of one of them makes a file of that name, or when a workflow that builds
    /// images takes files from another one.
    [[nodiscard]] bool may_make(std::string_view name) const;
};

/// `read` gives the text of a path, or nullptr.
Recipes read_recipes(Files const& files, FunctionRef<Source const*(std::string const&)> read);

}  // namespace dockcheck::context
