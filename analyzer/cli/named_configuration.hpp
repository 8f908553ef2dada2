// The configuration that the command line names for all files.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/config/configuration.hpp"
#include "analyzer/config/discover.hpp"

namespace dockcheck::cli {

/// That of --config, or an empty one for --isolated; nullptr where each file has its nearest. That
/// of --base-config lies below them; `discovery` is told of it.
Result<std::shared_ptr<config::Configuration const>> named_configuration(
    Arguments const& arguments, std::span<Rule const> rules, std::string const& working_folder,
    config::Discovery& discovery);

}  // namespace dockcheck::cli
