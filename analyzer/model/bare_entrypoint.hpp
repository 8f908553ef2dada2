// The program that a base image's own ENTRYPOINT is.
#pragma once

#include "analyzer/knowledge/entrypoints.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// Nothing for an image whose ENTRYPOINT is unknown, none, or a script that hands over.
std::optional<knowledge::BareEntrypoint> bare_entrypoint(Reference const& base);

}  // namespace dockcheck::model
