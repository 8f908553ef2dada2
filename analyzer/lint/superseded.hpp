// Findings that a more specific rule says better.
#pragma once

#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/rule_set.hpp"

namespace dockcheck {

/// For each finding whether one of a more specific rule overlaps it in the same instruction. Empty
/// where none is.
std::vector<bool> find_superseded(std::vector<Finding> const& findings, RuleSet const& rules);

}  // namespace dockcheck
