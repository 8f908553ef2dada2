// Reading what the editor sends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/json/tree.hpp"
#include "analyzer/lsp/text_positions.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::lsp {

/// A message as a tree. Neither copied nor moved.
struct Message {
    /// Takes the text out of the string.
    explicit Message(std::string& text);

    Source source;
    json::Tree tree;
    json::Node const* root = nullptr;  ///< nullptr when this is not one JSON value
    std::string mistake;               ///< why not
};

// All of these take a nullptr for what is not there and answer in kind.

json::Node const* member(json::Node const* object, std::string_view name);
/// Of several members in each other: "capabilities.textDocument".
json::Node const* member_at(json::Node const* object, std::string_view path);
/// The text of a string; nothing for anything else.
std::optional<std::string_view> text_in(json::Node const* node);
std::optional<std::uint32_t> number_in(json::Node const* node);
bool is_true(json::Node const* node);
std::optional<Position> position_in(json::Node const* node);
std::optional<Range> range_in(json::Node const* node);
/// The value as it was written, or `null`.
std::string_view json_of(json::Node const* node);

}  // namespace dockcheck::lsp
