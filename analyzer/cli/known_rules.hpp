// The rules that a user of the working folder knows.
#pragma once

#include <memory>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/config/configuration.hpp"
#include "analyzer/lint/rule_list.hpp"

namespace dockcheck::cli {

/// The working folder, absolute, with '/'.
std::string working_folder();

/// Those of the catalog, and those that the configuration in force adds.
class KnownRules {
 public:
    /// By --config, --base-config and --isolated, an error in which is returned. One that is
    /// merely found and has a mistake adds none: checking tells of it.
    static Result<KnownRules> read(Arguments const& arguments);
    [[nodiscard]] RuleList list() const;

 private:
    std::shared_ptr<config::Configuration const> configuration_;
};

}  // namespace dockcheck::cli
