// The findings that a team has accepted for now, kept in a file of JSON.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck {

/// One accepted finding. The fingerprint alone decides; the rest is for people who read the file.
struct BaselineEntry {
    std::string path;  ///< of the Dockerfile, relative to the repository's root
    std::string rule;
    std::string message;
    std::string fingerprint;
    // NOLINTNEXTLINE(modernize-use-nullptr): there is none
    friend auto operator<=>(BaselineEntry const&, BaselineEntry const&) = default;
};

/// A baseline that was read.
class Baseline {
 public:
    /// Reads what `baseline_text` wrote. An error has `name`:line:column.
    static Result<Baseline> parse(std::string_view text, std::string_view name);

    [[nodiscard]] bool contains(std::string const& fingerprint) const {
        return fingerprints_.contains(fingerprint);
    }
    [[nodiscard]] std::vector<BaselineEntry> const& entries() const { return entries_; }

 private:
    std::vector<BaselineEntry> entries_;
    std::unordered_set<std::string> fingerprints_;
};

/// The file: one finding a line, sorted, without line numbers, so that it changes only with the
/// findings.
std::string baseline_text(std::vector<BaselineEntry> entries);

}  // namespace dockcheck
