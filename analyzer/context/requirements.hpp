// requirements.txt as pip reads it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::context {

/// One requirement: `Flask[async]==2.0 ; python_version < "3.9"`.
struct Requirement {
    std::string name;            ///< normalised: lower-case, runs of - _ . are one -; empty for a
                                 ///< path or URL that names no project
    std::string_view specifier;  ///< "==2.0", or empty
    Span span;                   ///< the line's text without comment
    bool has_hash = false;
    bool is_editable_or_url = false;
    bool has_marker = false;  ///< `; ...`: wanted on some installations only
};

struct Requirements {
    std::vector<Requirement> requirements;
    std::vector<std::string> included;  ///< -r and -c files as written
    std::vector<Span> included_spans;   ///< where their names stand, beside `included`
    bool has_constraints = false;       ///< one of them stands behind -c
    bool is_complete = true;  ///< false when a line was not understood: a name that is not here may
                              ///< be wanted all the same

    [[nodiscard]] Requirement const* find(std::string_view normalised_name) const;
};

/// Reads a requirements file: comments, continued lines, options, markers, extras, URLs. Total.
Requirements parse_requirements(Source const& source);

/// The name as PEP 503 compares it.
std::string normalised_package_name(std::string_view name);

}  // namespace dockcheck::context
