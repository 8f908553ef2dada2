// Files of the disk, some of them with other texts.
#pragma once

#include <memory>
#include <string>

#include "analyzer/context/files.hpp"
#include "analyzer/lint/fix.hpp"

namespace dockcheck::cli {

/// The files of a folder, with what fixes or an editor have made of those that are `changed`, which
/// are named as they are shown.
std::shared_ptr<context::Files const> files_in(std::string const& root, std::string const& shown,
                                               FixedTexts const& changed);

}  // namespace dockcheck::cli
