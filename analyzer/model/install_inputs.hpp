// The files of the context that an installing RUN reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

struct InstallInputs {
    std::vector<std::string> files;  ///< paths of the context: manifests and lock files
    std::string folder;              ///< of the image, where the files lie
};

/// Nothing unless all commands of the RUN are known to read no file of the context but those.
std::optional<InstallInputs> install_inputs(Build const& build, Stage const& stage,
                                            ast::Instruction const& run);

}  // namespace dockcheck::model
