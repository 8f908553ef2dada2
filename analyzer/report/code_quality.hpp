// What GitLab's Code Quality reports and those of Code Climate have in common.
#pragma once

#include <string_view>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck {

/// critical, major, minor or info; "blocker" is not used.
std::string_view code_quality_severity(Severity severity);

/// Writes the members check_name, description, severity, fingerprint and location.
/// `with_help`: the description ends with what to write instead.
void write_code_quality(JsonWriter& json, FileView& view, Finding const& finding, bool with_help);

}  // namespace dockcheck
