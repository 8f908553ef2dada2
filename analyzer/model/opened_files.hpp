// Files that a program opens when it starts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// A file that is opened, whose absence raises.
struct OpenedFile {
    std::string_view path;  ///< absolute, in the image
    Place place;
};

/// Drops those that the sources mention elsewhere, too, which may make them, and makes the paths of
/// the others absolute. `folder` is where the program runs, or empty.
void drop_made_files(Build const& build, std::string_view folder,
                     std::vector<std::string> const& sources, std::vector<OpenedFile>& opened);

}  // namespace dockcheck::model
