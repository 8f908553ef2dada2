// What an ARG holds when nobody gives it anything.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True for `ARG X=` of the stage, of one that it is FROM, or in front of the first FROM: the
/// nearest default that there is is the empty text.
bool is_empty_by_default(Build const& build, Stage const& stage, std::string_view name);

/// The default as written that an ARG of a stage gives which this one is FROM, the nearest: an ARG
/// without a value leaves it as it is. Nothing where none does.
std::optional<std::string_view> inherited_default(Stage const& stage, std::string_view name);

/// True for a variable that an instruction of the stage gets from an ARG without a value, or from
/// what ENV makes of one, and of which no default is known to be one plain word. What the base
/// image sets is another matter.
bool is_unknown_argument(Build const& build, Stage const& stage, ast::Instruction const& at,
                         std::string_view name);

}  // namespace dockcheck::model
