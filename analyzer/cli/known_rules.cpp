// Catalog and configuration together.
#include "analyzer/cli/known_rules.hpp"

#include "rules/catalog/catalog.hpp"

#include <utility>

#include "analyzer/cli/named_configuration.hpp"
#include "analyzer/config/discover.hpp"
#include "analyzer/system/disk.hpp"

namespace dockcheck::cli {

std::string working_folder() { return system::working_folder(); }

Result<KnownRules> KnownRules::read(Arguments const& arguments) {
    KnownRules result;
    auto const folder = working_folder();
    config::Discovery discovery(rules::catalog(), folder, config::user_configuration_file());
    auto named = named_configuration(arguments, rules::catalog(), folder, discovery);
    if (!named) return tl::unexpected(std::move(named.error()));
    result.configuration_ = std::move(*named);
    if (result.configuration_ != nullptr) return result;
    if (auto found = discovery.in_force(folder)) result.configuration_ = std::move(*found);
    return result;
}

RuleList KnownRules::list() const {
    if (configuration_ == nullptr) return rules::catalog();
    return RuleList(rules::catalog(), configuration_->custom_rules);
}

}  // namespace dockcheck::cli
