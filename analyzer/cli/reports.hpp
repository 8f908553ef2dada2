// The reports of one run: one to standard output, more into files.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "analyzer/cli/check_file.hpp"
#include "analyzer/cli/repository_paths.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/report/report.hpp"

namespace dockcheck::cli {

/// Where the main report goes.
enum class MainReport : std::uint8_t { standard_output, standard_error, none };

/// Hands each file with the findings to be shown to all reports, and counts.
class Reports {
 public:
    /// `paths` outlives this object.
    Reports(RunSettings const& settings, bool unsafe_fixes, RuleList rules, RepositoryPaths& paths);

    /// Opens the main report and the files; errors are those that cannot be written.
    std::vector<Error> open(MainReport main);
    /// Takes a file that was checked; it may be forgotten afterwards.
    void add(Input const& input, FileCheck const& check);
    /// Ends all reports; errors are those that could not be written.
    std::vector<Error> finish();

    [[nodiscard]] Summary& summary() { return summary_; }

 private:
    struct OneReport {
        std::unique_ptr<Sink> sink;
        std::unique_ptr<ReportOptions> options;
        std::unique_ptr<Reporter> reporter;
    };
    struct Shown {
        std::vector<Finding> findings;
        std::vector<std::string> fingerprints;
        std::vector<Place> masked;
    };

    void add_report(Format format, std::unique_ptr<Sink> sink, bool color, bool is_main);
    bool is_new(Input const& input, Finding const& finding);
    bool shows_all(Input const& input, FileCheck const& check);

    RunSettings const& settings_;
    ReportOptions options_;
    RepositoryPaths& paths_;
    std::vector<OneReport> reports_;
    bool names_repository_paths_ = false;
    std::vector<bool> keep_;  ///< of the file at hand
    /// Findings in files that several Dockerfiles share, by rule, file and place.
    std::set<std::tuple<Rule const*, std::string, std::uint32_t, std::uint32_t>> shared_;
    Summary summary_;
};

}  // namespace dockcheck::cli
