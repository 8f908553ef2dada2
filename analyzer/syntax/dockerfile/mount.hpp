// What BuildKit checks of a RUN --mount once its values are expanded (tier D).
#pragma once

#include <span>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/expand.hpp"

namespace dockcheck::dockerfile {

/// What the values of a mount are expanded with.
struct MountContext {
    char escape = '\\';  ///< of the file
    Scope scope;
    Value working_directory;  ///< relative targets start there
    Arena& arena;
};

/// The faults of the fields, each at the field's place in the source, with the kinds mount_* and
/// those of expansion. When no field is faulty, how they go together is checked. Only wholly known
/// values are judged. CSV errors and `from=$x` belong to tier B and are not repeated.
std::span<ast::Fault const> check_mount(ast::Mount const& mount,
                                        ast::Instruction const& instruction,
                                        MountContext const& context);

}  // namespace dockcheck::dockerfile
