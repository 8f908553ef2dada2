// The rules that a user of the working folder knows.
#pragma once

#include <memory>

#include "analyzer/config/configuration.hpp"
#include "analyzer/lint/rule_list.hpp"

namespace dockcheck::cli {

/// The working folder, absolute, with '/'.
std::string working_folder();

/// Those of the catalog, and those that the configuration of the working folder adds. A
/// configuration with a mistake adds none: checking tells of it.
class KnownRules {
 public:
    KnownRules();
    [[nodiscard]] RuleList list() const;

 private:
    std::shared_ptr<config::Configuration const> configuration_;
};

}  // namespace dockcheck::cli
