// --config, --base-config and --isolated.
#include "analyzer/cli/named_configuration.hpp"

#include <utility>

#include "analyzer/config/load.hpp"

namespace dockcheck::cli {

Result<std::shared_ptr<config::Configuration const>> named_configuration(
    Arguments const& arguments, std::span<Rule const> rules, std::string const& working_folder,
    config::Discovery& discovery) {
    std::shared_ptr<config::Configuration const> base;
    if (arguments.base_config) {
        auto loaded = config::load_base(*arguments.base_config, rules, working_folder);
        if (!loaded) return tl::unexpected(loaded.error());
        base = std::make_shared<config::Configuration const>(std::move(*loaded));
        discovery.lay_over(base);
    }
    if (arguments.config) {
        auto loaded = config::load(*arguments.config, rules, base);
        if (!loaded) return tl::unexpected(loaded.error());
        return std::make_shared<config::Configuration const>(std::move(*loaded));
    }
    if (!arguments.isolated) return nullptr;
    auto none = std::make_shared<config::Configuration>();
    none->folder = working_folder;
    if (base != nullptr) none->extend(base);
    return none;
}

}  // namespace dockcheck::cli
