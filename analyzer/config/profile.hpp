// All that is in force for one file: a configuration, its overrides and the command line together.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/configuration.hpp"

namespace dockcheck::config {

/// What was resolved for a file. Alive as long as the findings are, since options point into it.
struct Profile {
    std::shared_ptr<Configuration const> configuration;
    std::unique_ptr<RuleSet const> rule_set;     ///< those that are on, for the runner
    std::map<Rule const*, RuleOptions> options;  ///< merged; what the rules read theirs from
    BuildSettings build;
    bool require_reason = false;
};

/// What holds for an absolute path, later layers before earlier ones: of each file that is
/// extended, then of the configuration itself, the settings and the overrides that take the path
/// in, or `other`: the file in which a finding lies.
std::vector<Settings const*> layers_of(Configuration const& configuration, std::string_view file,
                                       std::string_view other = {});

/// Makes profiles and shares them between files for which the same is in force.
class Profiles {
 public:
    /// `command_line` comes before every configuration and outlives this object.
    Profiles(std::span<Rule const> rules, SelectionLayer const& command_line)
        : rules_(rules), command_line_(&command_line) {}

    /// The profile for an absolute path, and for what is found in `other` because of it.
    Result<std::shared_ptr<Profile const>> of(std::shared_ptr<Configuration const> configuration,
                                              std::string_view file, std::string_view other = {});

 private:
    using Layers = std::vector<Settings const*>;

    [[nodiscard]] Result<std::shared_ptr<Profile const>> make(
        std::shared_ptr<Configuration const> configuration, Layers const& layers) const;

    std::span<Rule const> rules_;
    SelectionLayer const* command_line_;
    std::map<std::pair<Configuration const*, Layers>, std::shared_ptr<Profile const>> made_;
};

}  // namespace dockcheck::config
