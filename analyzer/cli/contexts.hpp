// The build context of a Dockerfile on the disk.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/context/context.hpp"
#include "analyzer/lint/fix.hpp"

namespace dockcheck::cli {

/// A context and why it was taken; nullptr when there is none.
struct ChosenContext {
    std::shared_ptr<context::Context const> context;
    std::string why;   ///< for -v
    std::string root;  ///< its folder; empty when there is none
};

/// The context of an input: the one that was given, or what its folder and its COPY instructions
/// suggest. Standard input has none of its own. Files in `changed` (by name as shown) have those
/// bytes instead of the disk's.
ChosenContext context_of(Input const& input, FileSettings const& settings, Source const& source,
                         FixedTexts const& changed);

}  // namespace dockcheck::cli
