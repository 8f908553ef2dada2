// What holds for the tree of any JSON text.
#pragma once

#include "analyzer/json/tree.hpp"

namespace dockcheck::test {

/// Gives up when a tree that was read without a mistake does not hold together.
void require_sound(json::Tree const& tree, Source const& source);

}  // namespace dockcheck::test
