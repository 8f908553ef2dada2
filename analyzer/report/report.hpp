// Reports: what was found, in one of many formats.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/rule_list.hpp"
#include "analyzer/report/output.hpp"
#include "analyzer/report/summary.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck {

enum class Format : std::uint8_t {
    full,  ///< text with excerpts, the default
    concise,
    json,
    jsonl,
    sarif,
    github,
    gitlab,
    codeclimate,
    checkstyle,
    junit,
    gnu,
    rdjson,
    sonarqube,
    markdown,
};

/// The names of all formats, in the order of the enum.
std::span<std::string_view const> format_names();
/// The format of that name.
std::optional<Format> format_named(std::string_view name);
/// Whether it names files by their place in the repository; what people read does not.
bool names_repository_paths(Format format);
/// True for formats that show what to write instead.
bool shows_help(Format format);

/// One file that was checked, and what is to be shown of its findings. Nobody keeps what it points
/// to.
struct CheckedFile {
    std::string path;                   ///< as given; relative to the working directory where found
    std::string repository_path;        ///< relative to the repository's root, with '/'; may be
                                        ///< left out for formats that do not name it
    Source const& source;               ///< the Dockerfile, or the config JSON of an image
    std::span<Finding const> findings;  ///< sorted; those to be shown, suppressed ones marked
    /// One for each finding, of fingerprints() over all findings before any were left out; when
    /// empty they are made from `findings`.
    std::span<std::string const> fingerprints = {};
    /// RFC 6901 pointer of each finding in an image; empty for a Dockerfile.
    std::span<std::string const> pointers = {};
    /// Which of several images of the file it is, such as its platform; empty for one alone.
    std::string_view image = {};
    /// What no excerpt may show, also of findings that were left out; Finding::masked of the given
    /// ones is obeyed anyway.
    std::span<Place const> masked = {};
    /// From which severity on a finding fails the run; none: never.
    std::optional<Severity> fail_on = Severity::warning;
    /// False when `source` stands inside of an archive: then lines of it mean nothing to a reader.
    bool has_lines = true;
};

struct ReportOptions {
    bool color = false;
    std::uint32_t width = 80;      ///< columns of the terminal; 80 when unknown
    bool wraps = false;            ///< `full` breaks lines at words to keep to the width
    bool show_suppressed = false;  ///< else suppressed findings are skipped
    bool statistics = false;       ///< text formats end with counts per rule
    bool unsafe_fixes = false;     ///< --unsafe-fixes was given: no hint at it
    std::string version;           ///< of dockcheck
    RuleList rules;                ///< for SARIF's driver.rules, best all known ones
    /// Path of another file (named by its Source) relative to the repository's root; when empty,
    /// the name is taken as it is.
    std::function<std::string(std::string_view name)> repository_path;
};

/// Writes a report while files are being checked: `file` for each one in order, also for those
/// without findings, then `finish` once.
class Reporter {
 public:
    Reporter() = default;
    Reporter(Reporter const&) = delete;
    Reporter& operator=(Reporter const&) = delete;
    virtual ~Reporter();
    virtual void file(CheckedFile const& file) = 0;
    virtual void finish(Summary const& summary) = 0;
};

/// A reporter that writes to `output`; both arguments outlive it.
std::unique_ptr<Reporter> make_reporter(Format format, ReportOptions const& options,
                                        Output& output);

}  // namespace dockcheck
