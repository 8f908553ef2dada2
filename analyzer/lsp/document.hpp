// An open document: its text as the editor has it, and what was found in it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/tree.hpp"
#include "analyzer/lsp/checker.hpp"
#include "analyzer/lsp/diagnostic.hpp"
#include "analyzer/lsp/text_positions.hpp"

namespace dockcheck::lsp {

/// A document that grows beyond this is not looked at.
inline constexpr std::size_t largest_document = std::size_t{256} * 1024 * 1024;

struct Document {
    std::string uri;
    std::string path;  ///< absolute; empty for one that is no file
    std::string language;
    std::string version = "null";  ///< as JSON
    std::string text;
    bool is_dockerfile = false;
    std::string_view lost;  ///< why its text is not known; empty while it is

    bool is_stale = true;  ///< something changed since it was checked
    Checked checked;
    std::optional<TextPositions> positions;  ///< of the text that was checked
    std::vector<Diagnostic> diagnostics;     ///< in this document
    std::map<std::string, std::vector<Diagnostic>, std::less<>> elsewhere;  ///< by URI
    std::vector<std::string> troubles;  ///< what kept it from being checked
    std::uint64_t result = 0;           ///< changes with each check

    [[nodiscard]] bool is_lost() const { return !lost.empty(); }
    [[nodiscard]] Target target() const { return {path, language, text}; }
};

/// By URI.
using Documents = std::map<std::string, Document, std::less<>>;

/// Why the text of a document is not known after a change that could not be read.
inline constexpr std::string_view missed_change =
    "a change that the editor sent could not be read, so this file is not checked any more: close "
    "it and open it again";

/// Forgets the text of a document until the whole of it comes again.
void lose(Document& document, std::string_view why);
/// Makes a change of `textDocument/didChange`: of a range, or of the whole text. One that cannot be
/// read loses the document.
void change(Document& document, json::Node const& change, Encoding encoding);

/// The text with the line ends that another text has.
std::string with_line_ends_of(std::string_view other, std::string_view text);

/// The texts of open files that are no Dockerfiles, by path. Of those that are lost the disk is
/// asked.
FixedTexts open_texts(Documents const& documents);

}  // namespace dockcheck::lsp
