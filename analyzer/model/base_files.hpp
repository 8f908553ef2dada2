// What official images hold beside a project of ours.
#pragma once

#include <string_view>

#include "analyzer/knowledge/images.hpp"

namespace dockcheck::model {

/// True when an image may hold something at a cleaned absolute path. The folders where people put
/// applications are empty in bare distributions and in the images of languages; others keep their
/// own programs and data there, and at the root.
bool base_may_bring(knowledge::KnownImage const& image, std::string_view path);

}  // namespace dockcheck::model
