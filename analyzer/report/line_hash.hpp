// The fingerprint of a line that GitHub code scanning knows as `primaryLocationLineHash`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dockcheck {

/// One text "HASH:COUNT" for each line of a source, the first line at index 0. Computed as GitHub's
/// upload action does when a result has none (github/codeql-action, src/fingerprints.ts): a rolling
/// hash over the 100 UTF-16 units from the line's start on, without blanks, and how often this hash
/// was seen so far. A lone CR ends a line there too.
std::vector<std::string> line_hashes(std::string_view source);

}  // namespace dockcheck
