// Counts over all findings of a run, and the sentences made of them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/text/result.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck {

/// What was found in all files together. Suppressed findings count only in `suppressed`.
struct Summary {
    struct RuleCount {
        Rule const* rule = nullptr;
        std::uint32_t findings = 0;
        std::array<std::uint32_t, 5> by_severity{};  ///< of these, indexed by Severity
        std::array<std::uint32_t, 5> fixable{};      ///< of each, those with any fix
    };

    std::uint32_t files = 0;
    std::uint32_t files_with_findings = 0;           ///< of these, wherever the findings lie
    std::uint32_t files_holding_findings = 0;        ///< of these
    std::set<std::string, std::less<>> other_files;  ///< compose files and such, with findings
    std::array<std::uint32_t, 5> by_severity{};      ///< indexed by Severity
    std::uint32_t fixable = 0;                       ///< with a safe fix
    std::uint32_t unsafe_fixable = 0;                ///< with an unsafe fix
    std::uint32_t suppressed = 0;
    std::uint32_t in_baseline = 0;  ///< left out since a baseline has them; set by the caller
    std::uint32_t below = 0;        ///< left out since they are below --min-severity; by the caller
    std::uint32_t fixed = 0;        ///< mended in this run; set by the caller
    std::vector<Error> troubles;    ///< why not all was checked; set by the caller
    std::vector<RuleCount> rules;   ///< in the order of their first finding
    std::unordered_map<Rule const*, std::size_t> places;  ///< of each rule in `rules`

    [[nodiscard]] std::uint32_t findings() const;
    [[nodiscard]] std::uint32_t count(Severity severity) const {
        return by_severity[static_cast<std::size_t>(severity)];
    }
    /// Takes one more file with its findings into the counts; `own` is its text.
    void add(std::span<Finding const> findings, Source const* own = nullptr);
};

/// The last line on standard error, without line end: "3 findings in 2 of 9 files (1 error, 2
/// warnings), 1 fixable with --fix", or "No findings in 2 files, 12 in the baseline".
std::string summary_line(Summary const& summary);

/// An error on one line: "nope: No such file or directory".
std::string error_line(Error const& error);

/// Counts per rule and severity of its findings, the most frequent first, a line each: "12  warning
/// untagged-base-image [*]". Empty when nothing was found. `[*]` marks rules of which findings can
/// be fixed.
std::string statistics(Summary const& summary);

}  // namespace dockcheck
