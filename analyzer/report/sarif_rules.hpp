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
/// them. Those that found something have their pages with them; the pages of all rules would be
/// more than a megabyte in each report.
class SarifRules {
 public:
    explicit SarifRules(RuleList rules);
    /// Where a rule that found something stands in the list.
    std::size_t index(Rule const& rule);
    /// JSON of the array, a rule a line.
    [[nodiscard]] std::string json() const;

 private:
    struct Listed {
        Rule const* rule;
        bool has_results = false;
    };
    std::size_t place(Rule const& rule);

    std::vector<Listed> rules_;
    std::unordered_map<std::string_view, std::size_t> index_;  ///< by name
};

}  // namespace dockcheck
