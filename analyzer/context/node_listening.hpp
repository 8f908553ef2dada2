// Where the servers of a JavaScript source listen (not for use outside of this folder).
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/context/node_facts.hpp"
#include "analyzer/context/node_tokens.hpp"

namespace dockcheck::context::node {

/// All calls of a method `listen`, wherever they stand.
std::vector<ListenCall> listen_calls(std::vector<Token> const& tokens);

}  // namespace dockcheck::context::node
