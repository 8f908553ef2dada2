// The page of a rule, for a terminal and as Markdown.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/lint/rule.hpp"

namespace dockcheck {

struct PageStyle {
    bool color = false;
    std::uint32_t width = 80;
};

/// The page for a terminal: what, why, options, bad and good examples, other tools' names.
std::string explain(Rule const& rule, PageStyle style);
/// The same as Markdown (SARIF help, editors, documentation), with no heading of its own.
std::string explain_markdown(Rule const& rule);
/// The same as text without colours and line breaking (SARIF help).
std::string explain_plain(Rule const& rule);

}  // namespace dockcheck
