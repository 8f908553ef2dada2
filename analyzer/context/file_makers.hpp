// Whether a source may put files somewhere without naming them (not for use outside of this
// folder).
#pragma once

#include <vector>

#include "analyzer/context/node_tokens.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context {

/// It starts programs, unpacks, copies trees, downloads or saves, wherever in the source.
bool may_make_files(python::Tokens const& source);
bool may_make_files(std::vector<node::Token> const& source);

/// It writes files, named ones included.
bool may_write_files(std::vector<node::Token> const& source);

}  // namespace dockcheck::context
