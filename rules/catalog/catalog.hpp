// All rules.
#pragma once

#include <span>

#include "analyzer/lint/rule.hpp"

namespace dockcheck::rules {

/// Every rule that has a page, sorted by name; constant data made by rulesmith.
std::span<Rule const> catalog();

}  // namespace dockcheck::rules
