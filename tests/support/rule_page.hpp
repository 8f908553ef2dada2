// The pages of the rules as the tests read them: from the source tree, so that an edited example
// needs no build.
#pragma once

#include "rules/catalog/page.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/rule.hpp"

namespace dockcheck::test {

/// The bytes of a file below the source tree; empty when there is none.
std::string read_source_file(std::string_view path);
/// The page of a rule. A page with problems throws their text.
pages::Page page_of(Rule const& rule);

}  // namespace dockcheck::test
