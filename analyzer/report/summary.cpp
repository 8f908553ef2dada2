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

/// "2 files", or "2 of 3 files" where the others have no findings. Where some lie in files that
/// were not asked for, all that have some.
std::string files_of(Summary const& summary) {
    if (!summary.other_files.empty()) {
        auto const others = static_cast<std::uint32_t>(summary.other_files.size());
        return counted(summary.files_holding_findings + others, "file");
    }
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

void Summary::add(std::span<Finding const> findings_of_file, Source const* own) {
    ++files;
    auto const before = findings();
    bool holds_some = false;
    for (auto const& finding : findings_of_file) {
        if (finding.suppressed) {
            ++suppressed;
            continue;
        }
        auto const* const source = finding.place.source;
        bool const is_here =
            own == nullptr || source == nullptr || source == own || source->name() == own->name();
        holds_some = holds_some || is_here;
        if (!is_here) other_files.insert(source->name());
        ++by_severity[static_cast<std::size_t>(finding.severity)];
        auto const [place, is_new] = places.try_emplace(finding.rule, rules.size());
        if (is_new) rules.push_back({finding.rule});
        auto& known = rules[place->second];
        auto const severity = static_cast<std::size_t>(finding.severity);
        ++known.findings;
        ++known.by_severity[severity];
        if (!finding.fix) continue;
        ++known.fixable[severity];
        ++(finding.fix->applicability == Applicability::safe ? fixable : unsafe_fixable);
    }
    if (findings() > before) ++files_with_findings;
    if (holds_some) ++files_holding_findings;
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
    struct Row {
        std::uint32_t findings;
        Severity severity;
        std::string_view name;
        bool is_fixable;
    };
    std::vector<Row> rows;
    for (auto const& count : summary.rules) {
        for (auto i = count.by_severity.size(); i-- > 0;) {
            if (count.by_severity[i] == 0) continue;
            rows.push_back({count.by_severity[i], static_cast<Severity>(i), count.rule->name,
                            count.fixable[i] > 0});
        }
    }
    std::ranges::sort(rows, [](Row const& a, Row const& b) {
        if (a.findings != b.findings) return a.findings > b.findings;
        if (a.name != b.name) return a.name < b.name;
        return a.severity > b.severity;
    });
    std::size_t digits = 1;
    std::size_t longest = 0;
    for (auto const& row : rows) {
        digits = std::max(digits, fmt::formatted_size("{}", row.findings));
        longest = std::max(longest, to_string(row.severity).size());
    }
    std::string result;
    for (auto const& [findings, severity, name, is_fixable] : rows) {
        result += fmt::format("{:>{}}  {:<{}}  {}{}\n", findings, digits, to_string(severity),
                              longest, name, is_fixable ? " [*]" : "");
    }
    return result;
}

}  // namespace dockcheck
