// The list of rules in a SARIF log.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/lint/rule_list.hpp"

namespace dockcheck {

/// SARIF's level of a severity: error, warning or note.
std::string_view sarif_level(Severity severity);

/// `tool.driver.rules`: all rules given at the start, then those of findings that were not among
/// them.
class SarifRules {
 public:
    explicit SarifRules(RuleList rules);
    /// Where the rule stands in the list.
    std::size_t index(Rule const& rule);
    /// JSON of the array, a rule a line.
    [[nodiscard]] std::string json() const;

 private:
    std::vector<Rule const*> rules_;
    std::unordered_map<std::string_view, std::size_t> index_;  ///< by name
};

}  // namespace dockcheck
