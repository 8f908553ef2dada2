// A JSON text as a flat tree, each value with where it stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck::context {

struct JsonNode {
    enum class Kind : std::uint8_t { object, array, string, other } kind = Kind::other;
    std::string key;         ///< of a member of an object, decoded
    std::string text;        ///< of a string, decoded; of a number and the like as written
    Span span;               ///< with the quotes of a string
    std::uint32_t next = 0;  ///< index of the node behind this one and all below it
};

/// Nodes in the order of the text; the first is the root.
class JsonTree {
 public:
    /// Reads a text; nothing for what is no JSON. Total, in linear time, whatever the depth.
    static std::optional<JsonTree> read(std::string_view text);

    [[nodiscard]] JsonNode const& root() const { return nodes_.front(); }
    /// The last member of an object that has the key, or nullptr.
    [[nodiscard]] JsonNode const* find(JsonNode const& object, std::string_view key) const;
    /// Members of an object or elements of an array.
    [[nodiscard]] std::vector<JsonNode const*> children(JsonNode const& parent) const;

 private:
    friend class JsonTreeBuilder;
    std::vector<JsonNode> nodes_;
};

}  // namespace dockcheck::context
