// Reading a JSON text of an image.
#pragma once

#include <memory>
#include <string>

#include "analyzer/image/document.hpp"
#include "analyzer/image/readers/read.hpp"
#include "analyzer/json/read.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// What all texts of an input may have together.
json::Budget json_budget(Limits const& limits);

/// The JSON values of a text, one after the other; at least one. An error is at the byte that
/// cannot be. `entry` is the text's path in an archive, or empty.
Result<std::shared_ptr<Document const>> read_json(std::string const& name, std::string entry,
                                                  std::string bytes, json::Budget& budget);

/// Where a text, or a value of it, stands, as errors say it: config.json:3:14,
/// image.tar: manifest.json:1:2.
std::string shown_place(Document const& document, std::uint32_t offset);
std::string shown_name(Document const& document);

}  // namespace dockcheck::image
