// Counting findings, and saying it.
#include "analyzer/report/summary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace dockcheck {
namespace {

std::string counted(std::uint32_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "1 error, 2 warnings"
std::string severities(Summary const& summary) {
    std::string result;
    auto const add = [&](std::uint32_t count, std::string const& text) {
        if (count == 0) return;
        if (!result.empty()) result += ", ";
        result += text;
    };
    auto const count = [&](Severity severity) { return summary.count(severity); };
    add(count(Severity::error), counted(count(Severity::error), "error"));
    add(count(Severity::warning), counted(count(Severity::warning), "warning"));
    add(count(Severity::info), fmt::format("{} info", count(Severity::info)));
    add(count(Severity::style), fmt::format("{} style", count(Severity::style)));
    return result;
}

/// "2 files", or "2 of 3 files" where the others have no findings.
std::string files_of(Summary const& summary) {
    if (summary.files_with_findings == summary.files) return counted(summary.files, "file");
    return fmt::format("{} of {}", summary.files_with_findings, counted(summary.files, "file"));
}

/// What is there and not told. Those below --min-severity count for the exit status all the same.
std::string known(Summary const& summary) {
    std::string result;
    if (summary.in_baseline > 0) result += fmt::format(", {} in the baseline", summary.in_baseline);
    if (summary.below > 0) result += fmt::format(", {} below --min-severity", summary.below);
    return result;
}

std::string fixes(Summary const& summary) {
    std::string result;
    if (summary.fixable > 0) result += fmt::format(", {} fixable with --fix", summary.fixable);
    if (summary.unsafe_fixable > 0) {
        result += fmt::format(", {}{} with --unsafe-fixes", summary.unsafe_fixable,
                              summary.fixable > 0 ? " more" : " fixable");
    }
    return result;
}

}  // namespace

std::uint32_t Summary::findings() const {
    return std::accumulate(by_severity.begin(), by_severity.end(), 0U);
}

void Summary::add(std::span<Finding const> findings_of_file) {
    ++files;
    auto const before = findings();
    for (auto const& finding : findings_of_file) {
        if (finding.suppressed) {
            ++suppressed;
            continue;
        }
        ++by_severity[static_cast<std::size_t>(finding.severity)];
        auto const [place, is_new] = places.try_emplace(finding.rule, rules.size());
        if (is_new) rules.push_back({finding.rule, 0, 0});
        auto& known = rules[place->second];
        ++known.findings;
        if (!finding.fix) continue;
        ++known.fixable;
        ++(finding.fix->applicability == Applicability::safe ? fixable : unsafe_fixable);
    }
    if (findings() > before) ++files_with_findings;
}

std::string summary_line(Summary const& summary) {
    auto const fixed = summary.fixed > 0 ? fmt::format("{} fixed, ", summary.fixed) : std::string();
    if (summary.findings() == 0) {
        return fmt::format("{}{} findings in {}{}", fixed, fixed.empty() ? "No" : "no",
                           counted(summary.files, "file"), known(summary));
    }
    return fmt::format("{}{} in {} ({}){}{}", fixed, counted(summary.findings(), "finding"),
                       files_of(summary), severities(summary), known(summary), fixes(summary));
}

std::string error_line(Error const& error) {
    return error.where.empty() ? error.text : error.where + ": " + error.text;
}

std::string statistics(Summary const& summary) {
    auto rules = summary.rules;
    std::ranges::stable_sort(rules, [](auto const& a, auto const& b) {
        if (a.findings != b.findings) return a.findings > b.findings;
        return a.rule->name < b.rule->name;
    });
    std::size_t digits = 1;
    std::size_t longest = 0;
    for (auto const& count : rules) {
        digits = std::max(digits, fmt::formatted_size("{}", count.findings));
        longest = std::max(longest, to_string(count.rule->severity).size());
    }
    std::string result;
    for (auto const& [rule, findings, fixable] : rules) {
        result += fmt::format("{:>{}}  {:<{}}  {}{}\n", findings, digits, to_string(rule->severity),
                              longest, rule->name, fixable > 0 ? " [*]" : "");
    }
    return result;
}

}  // namespace dockcheck
