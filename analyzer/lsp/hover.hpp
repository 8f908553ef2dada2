// What is shown where the mouse rests.
#pragma once

#include <optional>
#include <string>

#include "analyzer/lsp/document.hpp"

namespace dockcheck::lsp {

struct Hover {
    std::string text;
    Range range;
};

/// The pages of the rules that found something at a position, or that an ignore comment there
/// names: as Markdown or as plain text.
std::optional<Hover> hover_at(Document const& document, Position position, bool as_markdown);

}  // namespace dockcheck::lsp
