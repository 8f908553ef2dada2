// The build context of a Dockerfile on the disk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "analyzer/cli/inputs.hpp"
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

    /// For -v: the folder, and what speaks for it.
    [[nodiscard]] std::string description() const;
};

/// The context of an input: the one that was given, or what its folder and its COPY instructions
/// suggest. Standard input has none of its own. Files in `changed` (by name as shown) have those
/// bytes instead of the disk's.
ChosenContext context_of(Input const& input, FileSettings const& settings, ast::File const& file,
                         FixedTexts const& changed);

}  // namespace dockcheck::cli
