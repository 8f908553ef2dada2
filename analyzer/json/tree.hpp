// A JSON text as a tree whose values know where they stand.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/place.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::json {

/// One value of a JSON text. Lives in the arena of its Tree.
struct Node {
    enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    Source const* source = nullptr;
    Span span;      ///< of the value; a string's with its quotes
    Span key_span;  ///< of the member's name with its quotes; empty when it is no member
    Mapped key;     ///< of a member of an object, escapes decoded
    /// A string without quotes, its escapes decoded; a number or a boolean as written.
    Mapped text;
    Node const* parent = nullptr;
    std::uint32_t index = 0;         ///< among the children of the parent
    std::span<Node const> children;  ///< items of an array, members of an object

    [[nodiscard]] Place place() const { return {source, span}; }
    [[nodiscard]] Place key_place() const { return {source, key_span}; }
    /// The member of that name, of an object; nullptr when there is none. As the engines read it:
    /// letter case does not matter, and of several the last one holds.
    [[nodiscard]] Node const* find(std::string_view name) const;
    /// The same with the letter case as written.
    [[nodiscard]] Node const* find_exactly(std::string_view name) const;
};

/// The values of a text, which views point into.
struct Tree {
    std::span<Node const> roots;  ///< one after the other; one but for JSON lines
    Arena arena;

    /// The smallest value whose range, its name included, holds the span; nullptr when there is
    /// none.
    [[nodiscard]] Node const* node_at(Span span) const;
};

/// Where a value stands in its text by RFC 6901: /config/Env/0. Empty for the whole text.
std::string pointer_to(Node const& node);

}  // namespace dockcheck::json
