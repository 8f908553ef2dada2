// Where comments are obeyed: docs/configuration.md says it.
#include "analyzer/lsp/ignore_edit.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/lsp/document.hpp"

namespace dockcheck::lsp {
namespace {

/// Where the text begins: behind a byte order mark.
std::uint32_t text_start(std::string_view bytes) {
    return bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

std::uint32_t line_start(std::string_view bytes, std::uint32_t offset) {
    auto const first = text_start(bytes);
    while (offset > first && bytes[offset - 1] != '\n') --offset;
    return std::max(offset, first);
}

/// Directives are only read where no comment stands before them.
std::uint32_t behind_directives(std::string_view bytes, ast::File const& file) {
    if (file.directives.empty()) return text_start(bytes);
    auto const end = bytes.find('\n', file.directives.back().span.begin);
    return static_cast<std::uint32_t>(end == std::string_view::npos ? bytes.size() : end + 1);
}

std::string_view indentation(std::string_view line) {
    auto const size = line.find_first_not_of(" \t");
    return line.substr(0, size == std::string_view::npos ? 0 : size);
}

}  // namespace

IgnoreEdit ignore_edit(Finding const& finding, ast::File const& file, bool requires_reason) {
    auto const bytes = finding.place.source->bytes();
    IgnoreEdit edit;
    edit.is_for_file = finding.instruction.empty();
    auto const* const reason = requires_reason ? " -- TODO: say why" : "";
    if (edit.is_for_file) {
        edit.offset = behind_directives(bytes, file);
        // The last directive may have no line end.
        bool const is_open = edit.offset > text_start(bytes) && bytes[edit.offset - 1] != '\n';
        edit.text = fmt::format("{}# dockcheck ignore-file={}{}\n", is_open ? "\n" : "",
                                finding.rule->name, reason);
    } else {
        edit.offset = line_start(bytes, finding.anchor.span.begin);
        edit.text = fmt::format("{}# dockcheck ignore={}{}\n",
                                indentation(bytes.substr(edit.offset)), finding.rule->name, reason);
    }
    edit.text = with_line_ends_of(bytes, edit.text);
    return edit;
}

}  // namespace dockcheck::lsp
