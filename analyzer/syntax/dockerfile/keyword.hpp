// Words of the language compared without case: keywords, and the nearest one to a misspelt word.
#pragma once

#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"

namespace dockcheck::dockerfile {

/// Compares letters of ASCII without case.
bool equals_folded(std::string_view text, std::string_view lower_case);

/// Compares as BuildKit does, by Unicode lower case: U+212A is a k and U+0130 an i.
ast::Keyword keyword_of(std::string_view name);

/// The keyword that was most likely meant, in the case of the name (section 6); or empty.
std::string_view nearest_keyword(std::string_view name);

}  // namespace dockcheck::dockerfile
