// From the URIs of documents to files.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck::lsp {

/// The absolute path, with '/' and without '.' and '..', that a `file:` URI names; empty for any
/// other one.
std::string path_of_uri(std::string_view uri);

}  // namespace dockcheck::lsp
