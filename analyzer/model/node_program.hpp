// What the Node.js program that a container starts loads and needs, read from the sources that its
// image has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/absent_files.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/node_start.hpp"
#include "analyzer/model/python_program.hpp"

namespace dockcheck::model {

/// A package that is loaded in any case and certainly is not in the image.
struct MissingNodeModule {
    std::string_view module;
    Place import;
    /// Of a workspace, where the image would have to have it; else empty.
    std::string_view folder;
    /// The COPY that brings the links to the workspaces, or the modules of another project alone;
    /// nullptr: there are none.
    Transfer const* modules = nullptr;
};

/// A package that is loaded in any case and that every install of the image leaves out.
struct LeftOutNodeModule {
    std::string_view module;
    Place import;  ///< the word of the start that names it, or where a source loads it
    Place listed;  ///< among what is for development only
    Command const* install = nullptr;
};

/// An ES module that certainly calls require(), which is not there.
struct RequireInModule {
    Place call;                 ///< its argument
    std::string_view manifest;  ///< of the context: what makes it one; empty for .mjs
};

/// An `import` statement of a source that certainly is CommonJS.
struct ImportInCommonJs {
    Place import;               ///< the module that it names
    std::string_view manifest;  ///< of the context: the nearest package.json; or empty
};

struct NodeProgram {
    ast::Instruction const* instruction = nullptr;  ///< nullptr: no Node.js, or nobody can tell
    Argument const* word = nullptr;                 ///< that names the file or the script
    /// The word that names a workspace which the project certainly does not have.
    Argument const* unknown_workspace = nullptr;
    std::string_view workspace;                      ///< its name
    std::string_view manifest;                       ///< of the context: that project's
    std::span<std::string_view const> files{};       ///< of the context, in the order of loading
    std::span<RequiredVariable const> required{};    ///< each name once
    std::span<OpenedFile const> opened{};            ///< those that the program only reads
    std::optional<MissingNodeModule> missing{};      ///< the first one
    std::optional<LeftOutNodeModule> left_out{};     ///< the first one
    std::optional<RequireInModule> wrong_require{};  ///< the first one
    std::optional<MissingSource> missing_file{};     ///< the first one
    std::optional<ImportInCommonJs> wrong_import{};  ///< the first one
};

/// Follows what loading the started file loads in any case. Empty without a context. Kept for the
/// next one who asks.
NodeProgram const& node_program(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
