// The build context of a Dockerfile on the disk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/named_builds.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/context/discover.hpp"
#include "analyzer/lint/fix.hpp"

namespace dockcheck::cli {

/// A context and why it was taken; nullptr when there is none.
struct ChosenContext {
    std::shared_ptr<context::Context const> context;
    std::string shown;                      ///< its folder
    std::optional<context::Reason> reason;  ///< nothing: standard input has none
    std::string root;                       ///< the folder on the disk; empty when there is none
    std::optional<NamedBuild> named;        ///< what a compose file says of the build
    std::vector<std::string> notes;         ///< for -v: why compose files were not used

    /// For -v: the folder, and what speaks for it.
    [[nodiscard]] std::string description() const;
};

/// The context of an input: the one that was given, or what its folder and its COPY instructions
/// suggest. Standard input has none of its own. Files in `changed` (by name as shown) have those
/// bytes instead of the disk's. Compose files are read where the Dockerfile takes files of a
/// context; those in `read` are not read again.
ChosenContext context_of(Input const& input, FileSettings const& settings, ast::File const& file,
                         FixedTexts const& changed, ReadBuildFiles& read);

}  // namespace dockcheck::cli
