// Running rules over a build.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck {

/// A rule that is switched on, with its settings for the files concerned.
struct ActiveRule {
    Rule const* rule = nullptr;
    Severity severity = Severity::warning;  ///< of the page, unless set
    bool severity_is_set = false;           ///< by the configuration or the command line
    std::shared_ptr<void const> options;    ///< or nullptr: the defaults
    /// Variants of which alone findings are wanted (--select hadolint:DL3032); empty: all.
    std::vector<std::string_view> variants;
};

struct RunOptions {
    bool obey_ignore_comments = true;
    bool require_reason = false;
};

/// All findings of the rules, suppressed ones marked, sorted by file, position and rule; a finding
/// that a more specific one supersedes is left out. `known` are all rules there are, for names in
/// ignore comments.
std::vector<Finding> run(model::Build const& build, std::span<ActiveRule const> rules,
                         std::span<Rule const> known, RunOptions const& options);

}  // namespace dockcheck
