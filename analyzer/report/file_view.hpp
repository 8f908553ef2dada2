// What all formats ask about the findings of one file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/report/positions.hpp"
#include "analyzer/report/report.hpp"

namespace dockcheck {

/// Whether a format has a way to say that a finding is suppressed.
enum class Suppressed : std::uint8_t { shown, hidden };

/// A checked file with the answers that need counting, made when first asked for.
class FileView {
 public:
    FileView(CheckedFile const& file, ReportOptions const& options)
        : file_(file), options_(options) {}

    [[nodiscard]] CheckedFile const& file() const { return file_; }
    /// The findings to report. Suppressed ones are among them only with --show-suppressed.
    [[nodiscard]] std::vector<Finding const*> findings(Suppressed suppressed) const;
    /// A place with a source and inside of it, whatever the rule reported.
    [[nodiscard]] Place sound(Place place) const;
    [[nodiscard]] Place place(Finding const& finding) const { return sound(finding.place); }

    /// Path as given by the user.
    [[nodiscard]] std::string_view path(Place place) const;
    /// That of the file itself as it is shown.
    [[nodiscard]] std::string const& visible_path();
    /// Path relative to the repository's root, without leading "./".
    [[nodiscard]] std::string repository_path(Place place) const;

    /// False for a finding inside of an archive.
    [[nodiscard]] bool has_lines(Place place) const;
    Positions& positions(Source const& source);
    Range range(Place place, ColumnUnit unit) {
        return positions(*place.source).range(place.span, unit);
    }
    Position start(Place place, ColumnUnit unit) {
        return positions(*place.source).position(place.span.begin, unit);
    }

    std::string const& fingerprint(Finding const& finding);
    /// RFC 6901 pointer, or empty.
    [[nodiscard]] std::string_view pointer(Finding const& finding) const;
    /// The pointer, and of which image where the file has several: "/config/User of linux/arm64";
    /// or empty.
    [[nodiscard]] std::string place_in_image(Finding const& finding) const;
    /// The same as " (at ...)" behind the message, for formats that have no place for it.
    [[nodiscard]] std::string at_pointer(Finding const& finding) const;
    /// The message with that behind it.
    [[nodiscard]] std::string message(Finding const& finding) const {
        return std::string(finding.message) + at_pointer(finding);
    }
    /// Bytes of a source that must not be shown, sorted and apart from each other.
    std::vector<Span> const& masked(Source const& source);

 private:
    [[nodiscard]] std::string repository_path(std::string_view name) const;
    [[nodiscard]] std::size_t index(Finding const& finding) const {
        return static_cast<std::size_t>(&finding - file_.findings.data());
    }

    CheckedFile const& file_;
    ReportOptions const& options_;
    std::string visible_path_;            ///< once it was asked for
    std::optional<Positions> positions_;  ///< of the file itself
    std::unordered_map<Source const*, std::unique_ptr<Positions>> other_positions_;
    std::unordered_map<Source const*, std::vector<Span>> masked_;
    std::vector<std::string> fingerprints_;
};

/// The ids of other tools that hold for the finding, its variant obeyed.
std::vector<std::string_view> aliases_of(Finding const& finding);

}  // namespace dockcheck
