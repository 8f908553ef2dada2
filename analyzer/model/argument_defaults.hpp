// What an ARG holds when nobody gives it anything.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True for `ARG X=` of the stage, of one that it is FROM, or in front of the first FROM: the
/// nearest default that there is is the empty text.
bool is_empty_by_default(Build const& build, Stage const& stage, std::string_view name);

}  // namespace dockcheck::model
