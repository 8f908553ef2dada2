// From the findings of a check to diagnostics.
#pragma once

#include "analyzer/lsp/places.hpp"

namespace dockcheck::lsp {

/// Checks the document and says anew what is to be shown of it, here and in other files.
void check(Document& document, Documents const& documents, Checker const& checker,
           Encoding encoding);

}  // namespace dockcheck::lsp
