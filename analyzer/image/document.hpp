// A JSON text that an image was read from.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "analyzer/json/tree.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::image {

using json::Node;
using json::pointer_to;

/// A text of an image: its config, a manifest, the lines of a history. Owns what views point to.
struct Document : json::Tree {
    Document(std::string name, std::string in_archive, std::string_view bytes)
        : source(std::move(name), bytes), entry(std::move(in_archive)) {}

    Source source;      ///< named by the path as given: of the archive where it is in one
    std::string entry;  ///< its path in the archive; empty for a file of its own

    /// True for a file of its own, whose lines a reader can look at.
    [[nodiscard]] bool has_lines() const { return entry.empty(); }
};

}  // namespace dockcheck::image
