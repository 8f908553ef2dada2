// A TOML document as plain values, each with its place: what the page reader works on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::pages {

/// Lines and columns are 1-based.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

struct Entry;

/// One value of a document.
struct Tree {
    enum class Kind : std::uint8_t { string, integer, number, boolean, array, table, other };

    Kind kind = Kind::other;
    Position position;
    std::string text;  ///< of a string
    std::int64_t integer = 0;
    double number = 0;
    bool boolean = false;
    std::vector<Tree> items;     ///< of an array
    std::vector<Entry> entries;  ///< of a table, in the order of the source

    /// The value of a table's key, or nullptr.
    [[nodiscard]] Tree const* find(std::string_view key) const;
};

/// A key of a table and its value.
struct Entry {
    std::string key;
    Position position;
    Tree value;
};

/// The kind in words: "a string", "a table".
std::string_view to_string(Tree::Kind kind);

/// What toml++ says about a document that is no TOML.
struct SyntaxError {
    Position position;
    std::string text;
};

/// Reads a document; true when it is TOML.
bool read_toml(std::string_view text, Tree& document, SyntaxError& error);

}  // namespace dockcheck::pages
