// ARG NAME VALUE: two names for the builder, and a name and its value for whoever wrote it.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The second word of an ARG of two, where it certainly is meant as the value of the first: it is
/// no name, or looks like none and stands nowhere else in the file. Else nullptr.
ast::Pair const* value_without_equals(Build const& build, ast::Instruction const& instruction);

}  // namespace dockcheck::model
