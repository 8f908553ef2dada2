// The one line that says what was found where.
#pragma once

#include <string>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/paint.hpp"

namespace dockcheck {

/// Appends "Dockerfile:7:22: error: MESSAGE [rule]", without line end; `gap` stands before the
/// rule.
void append_text_line(FileView& view, Finding const& finding, Paint paint, std::string_view gap,
                      std::string& out);

/// The table of --statistics, when it was asked for.
void append_statistics(ReportOptions const& options, Summary const& summary, Output& output);

}  // namespace dockcheck
