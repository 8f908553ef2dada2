// What the editor can do, as it says when it starts.
#pragma once

#include <string>

#include "analyzer/json/tree.hpp"
#include "analyzer/lsp/text_positions.hpp"

namespace dockcheck::lsp {

struct Client {
    Encoding encoding = Encoding::utf16;
    std::string folder;                  ///< the first that is open, or empty
    bool pulls = false;                  ///< it asks for diagnostics
    bool refreshes = false;              ///< it asks again when it is told to
    bool takes_versioned_edits = false;  ///< `documentChanges`
    bool shows_markdown = false;
    bool watches_files = false;  ///< of those that it is told
};

/// From the parameters of `initialize`.
Client read_client(json::Node const* parameters);

}  // namespace dockcheck::lsp
