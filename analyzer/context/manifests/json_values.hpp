// JSON as manifests have it: one value, whose members are found by their names as written.
#pragma once

#include <memory>
#include <string>

#include "analyzer/json/tree.hpp"

namespace dockcheck::context {

/// The value of a text; nullptr for what is no JSON, has a byte order mark or is huge.
std::unique_ptr<json::Tree> read_json(Source const& source);

/// The object that a text is; nullptr when it is none.
json::Node const* object_of(json::Tree const* tree);

/// The member of an object, itself an object; nullptr when there is none.
json::Node const* object_in(json::Node const& object, std::string_view name);

/// What a string says, and a number as written; empty for the others.
std::string text_of(json::Node const& value);

}  // namespace dockcheck::context
