// Changes of files as the editor makes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lsp/client.hpp"
#include "analyzer/lsp/places.hpp"

namespace dockcheck::lsp {

struct TextEdit {
    Range range;
    std::string text;
};

/// The edits of one file.
struct FileEdit {
    std::string uri;
    std::string version;  ///< as JSON; `null` for a file that is not open
    std::vector<TextEdit> edits;
};

/// The edits of a fix by file; none when they cannot all be made.
std::vector<FileEdit> edits_of(Finding const& finding, Places& places);

/// What turns a text into another one: the lines between those that both have at their ends.
TextEdit edit_between(std::string_view before, std::string_view after, Encoding encoding);

/// Writes the member `edit`.
void write_edit(JsonWriter& json, std::vector<FileEdit> const& files, Client const& client);

}  // namespace dockcheck::lsp
