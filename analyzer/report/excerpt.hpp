// The piece of source text under a finding, with what it is about underlined.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/lint/finding.hpp"
#include "analyzer/report/file_view.hpp"
#include "analyzer/report/paint.hpp"

namespace dockcheck {

struct ExcerptStyle {
    Paint paint;
    std::uint32_t width;
};

/// Appends the excerpt of a finding: the instruction around its place, long ones with `...` for
/// left-out lines, secondary places with their labels, then places in other files. Returns how many
/// columns the line numbers take.
std::uint32_t append_excerpt(FileView& view, Finding const& finding, ExcerptStyle style,
                             std::string& out);

}  // namespace dockcheck
