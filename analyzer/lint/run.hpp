// Running rules over a build.
#pragma once

#include <span>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/rule_set.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck {

class External;

struct RunOptions {
    bool obey_ignore_comments = true;
    /// Every ignore comment needs a reason: ignore-without-reason runs, selected or not.
    bool require_reason = false;
    /// A program that the user wants to be asked, or nullptr.
    External const* external = nullptr;
    /// Somebody reads what to write instead: findings get their help.
    bool with_help = true;
};

/// All findings of the rules, suppressed ones marked, sorted by file, position and rule; a finding
/// that a more specific one supersedes is left out.
/// `memory` are findings that nobody needs any more: their room is used again.
std::vector<Finding> run(model::Build const& build, RuleSet const& rules, RunOptions const& options,
                         std::vector<Finding> memory = {});
/// The same for one file.
std::vector<Finding> run(model::Build const& build, std::span<ActiveRule const> rules,
                         RuleList known, RunOptions const& options);

}  // namespace dockcheck
