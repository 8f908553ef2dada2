// What the editor offers to do about findings.
#pragma once

#include "analyzer/json/tree.hpp"
#include "analyzer/lsp/client.hpp"
#include "analyzer/lsp/places.hpp"

namespace dockcheck::lsp {

/// Writes the elements of the answer to `textDocument/codeAction`: for each finding in the range
/// its fix and the comment that silences it, and all safe fixes of the document as one.
void write_actions(JsonWriter& json, json::Node const* parameters, Places& places,
                   Documents const& documents, Client const& client);

}  // namespace dockcheck::lsp
