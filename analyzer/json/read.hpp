// Reading a JSON text into a tree.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "analyzer/json/tree.hpp"

namespace dockcheck::json {

/// How much may still be read: several texts may draw on one.
struct Budget {
    std::uint32_t depth = std::numeric_limits<std::uint32_t>::max();  ///< of values in values
    std::uint32_t values = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t escapes = std::numeric_limits<std::uint32_t>::max();  ///< in strings
};

/// What is wrong with a text, at the byte that cannot be.
struct Mistake {
    std::uint32_t offset = 0;
    std::string text;
};

/// Reads the values of a text, one after the other, into an empty tree: at least one, or there is a
/// mistake. A byte order mark is passed over. Total, in linear time.
std::optional<Mistake> read(Source const& source, Budget& budget, Tree& tree);

}  // namespace dockcheck::json
