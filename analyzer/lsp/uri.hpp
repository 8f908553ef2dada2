// From the URIs of documents to files.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/system/paths.hpp"

namespace dockcheck::lsp {

/// The absolute path, with '/' and without '.' and '..', that a `file:` URI names; empty for any
/// other one. Only Windows has files of another machine.
std::string path_of_uri(std::string_view uri, system::PathStyle style = system::native_style);

}  // namespace dockcheck::lsp
