// Catalog and configuration together.
#include "analyzer/cli/known_rules.hpp"

#include "rules/catalog/catalog.hpp"

#include "analyzer/config/discover.hpp"
#include "analyzer/system/disk.hpp"

namespace dockcheck::cli {

std::string working_folder() { return system::working_folder(); }

KnownRules::KnownRules() {
    auto const folder = working_folder();
    config::Discovery discovery(rules::catalog(), folder, config::user_configuration_file());
    if (auto found = discovery.in_force(folder)) configuration_ = std::move(*found);
}

RuleList KnownRules::list() const {
    if (configuration_ == nullptr) return rules::catalog();
    return RuleList(rules::catalog(), configuration_->custom_rules);
}

}  // namespace dockcheck::cli
