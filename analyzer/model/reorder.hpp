// An order of instructions that keeps more layers when files of the context change.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/model/rebuild.hpp"

namespace dockcheck::model {

/// An instruction that may stand in front of the one that takes the changed files.
struct Move {
    ast::Instruction const* instruction = nullptr;
    enum class Why : std::uint8_t {
        needs_no_files,   ///< it reads nothing of the context
        needs_manifests,  ///< it reads only `files`, which are to be copied first
        other_files,      ///< a COPY of other files to another place
        belongs_to_it,    ///< ENV, ARG, SHELL or WORKDIR that one of the others needs
    } why = Why::needs_no_files;
    std::vector<std::string> files;  ///< paths of the context
    std::string folder;              ///< where they have to lie in the image
};

struct Reordering {
    Stage const* stage = nullptr;
    Layer const* late = nullptr;  ///< takes the changed files: to stand behind all moves
    std::vector<Move> moves;      ///< in their order in the file
};

/// Stages where a better order is certain to build the same.
std::vector<Reordering> better_orders(Build const& build, std::span<StagePlan const> plans,
                                      std::span<std::string const> changed);

}  // namespace dockcheck::model
