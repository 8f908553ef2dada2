// The one line that says what was found where.
#pragma once

#include <string>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/paint.hpp"

namespace dockcheck {

/// Appends "Dockerfile:7:22: error: MESSAGE [rule]", without line end; `gap` stands before the
/// rule. It is broken at words to keep to `width`, unless that is 0.
void append_text_line(FileView& view, Finding const& finding, Paint paint, std::string_view gap,
                      std::string& out, std::uint32_t width = 0);

/// The gap of formats that have nothing but that line: with the pointer where lines mean nothing.
std::string gap_before_rule(FileView& view, Finding const& finding);

/// The table of --statistics, when it was asked for.
void append_statistics(ReportOptions const& options, Summary const& summary, Output& output);

}  // namespace dockcheck
