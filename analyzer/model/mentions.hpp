// Whether an instruction speaks of a variable at all.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when a name stands anywhere in the lines of an instruction, heredocs included, and not as a
/// part of a longer name.
bool is_mentioned_in(Build const& build, ast::Instruction const& instruction,
                     std::string_view name);

/// The same, or nothing but the keyword of the instruction is there: the name may have been meant.
bool may_be_mentioned_in(Build const& build, ast::Instruction const& instruction,
                         std::string_view name);

}  // namespace dockcheck::model
