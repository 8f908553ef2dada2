// Small questions about tokens of JavaScript (not for use outside of this folder).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "analyzer/context/node_tokens.hpp"

namespace dockcheck::context::node {

template <typename Words>
bool is_word_of(Token const& token, Words const& words) {
    return token.is_name() && std::ranges::find(words, token.text) != words.end();
}

/// A `{` that is no body: of an object, or of names to import.
bool is_value_brace(std::vector<Token> const& tokens, std::uint32_t token);

/// What stands behind it may be left out, or is not reached.
bool may_turn(Token const& token);

/// The source may change which files modules are found in: `require("tsx/register")`,
/// `require.extensions[".x"] = ...`, `module.register(...)`.
bool may_change_loading(std::vector<Token> const& tokens);

}  // namespace dockcheck::context::node
