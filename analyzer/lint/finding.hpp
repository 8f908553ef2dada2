// What a rule found, and the edits that would mend it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/lint/rule.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck {

/// Replaces the bytes at a place; an empty span inserts before it.
struct Edit {
    Place place;
    std::string_view text;
};

enum class Applicability : std::uint8_t {
    safe,    ///< the image of a build whose steps all succeed stays the same
    unsafe,  ///< right most of the time; applied with --unsafe-fixes
};

/// Edits that belong together: all of them are made, or none.
struct Fix {
    Applicability applicability = Applicability::safe;
    std::vector<Edit> edits;
};

/// A second place that explains the finding, with its label.
struct Related {
    Place place;
    std::string_view message;
};

/// How a finding was silenced.
struct Suppression {
    Place comment;            ///< the comment that silences it
    std::string_view reason;  ///< the text after `--`, or empty
};

/// One finding. Its texts are in the arena of the build, or constant; places point into sources
/// that outlive the report.
struct Finding {
    Rule const* rule = nullptr;
    Severity severity = Severity::warning;
    Place place;  ///< where the edit must be made
    std::string_view message;
    std::string_view help;     ///< what to write instead, or empty
    std::string_view variant;  ///< which alias applies (`dnf`), or empty
    std::vector<Related> related;
    std::optional<Fix> fix;
    /// Bytes of sources that no report may show (values of secrets); excerpts have `***` instead.
    std::vector<Place> masked;

    // Set by the runner, from the subject that the rule was called with.
    Place anchor;                  ///< the instruction concerned, all lines of it; else `place`
    std::string_view stage;        ///< name of the stage, its index when it has none, or empty
    std::string_view instruction;  ///< keyword in capitals, or empty
    std::string_view instruction_line;  ///< its logical line, which the fingerprint is made of
    std::optional<Suppression> suppressed;
};

}  // namespace dockcheck
