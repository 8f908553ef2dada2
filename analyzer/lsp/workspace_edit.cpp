// Edits of bytes become edits of positions.
#include "analyzer/lsp/workspace_edit.hpp"

#include <algorithm>
#include <span>

#include "analyzer/lint/fix.hpp"

namespace dockcheck::lsp {
namespace {

FileEdit& file_edit(std::vector<FileEdit>& files, Source const& source, Places& places) {
    auto const& uri = places.uri_of(source);
    auto const found = std::ranges::find(files, uri, &FileEdit::uri);
    if (found != files.end()) return *found;
    std::string version = "null";
    if (places.is_here(&source)) {
        version = places.document().version;
    } else if (auto const* open = places.open_document(places.checker().path_of(source.name()))) {
        version = open->version;
    }
    return files.emplace_back(FileEdit{uri, std::move(version), {}});
}

/// True when the editor has a text of the file that is not known.
bool is_lost(Source const& source, Places const& places) {
    auto const* const open = places.open_document(places.checker().path_of(source.name()));
    return open != nullptr && open->is_lost();
}

void write_edits(JsonWriter& json, std::string_view name, std::vector<TextEdit> const& edits) {
    json.array(name, [&] {
        for (auto const& edit : edits) {
            json.object([&] {
                write(json, "range", edit.range);
                json.text("newText", edit.text);
            });
        }
    });
}

/// How far two texts are equal, up to the beginning of a line.
std::size_t equal_lines(std::string_view a, std::string_view b) {
    auto const size = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    auto const end = a.substr(0, size).rfind('\n');
    return end == std::string_view::npos ? 0 : end + 1;
}

/// The same from their ends.
std::size_t equal_last_lines(std::string_view a, std::string_view b) {
    auto const most = std::min(a.size(), b.size());
    std::size_t size = 0;
    while (size < most && a[a.size() - size - 1] == b[b.size() - size - 1]) ++size;
    if (size == a.size() && size == b.size()) return size;
    auto const end = a.find('\n', a.size() - size);
    return end == std::string_view::npos ? 0 : a.size() - end - 1;
}

}  // namespace

std::vector<FileEdit> edits_of(Finding const& finding, Places& places) {
    std::vector<FileEdit> files;
    // Those that overlap are no fix, and neither is one that changes nothing.
    if (apply_fixes(std::span(&finding, 1), Applicability::unsafe).applied.empty()) return files;
    for (auto const& edit : finding.fix->edits) {
        auto const& source = *edit.place.source;
        if (is_lost(source, places)) return {};
        file_edit(files, source, places)
            .edits.push_back(
                {places.range(edit.place), with_line_ends_of(source.bytes(), edit.text)});
    }
    return files;
}

TextEdit edit_between(std::string_view before, std::string_view after, Encoding encoding) {
    auto const first = equal_lines(before, after);
    auto const last = equal_last_lines(before.substr(first), after.substr(first));
    auto const end = before.size() - last;
    auto const range =
        TextPositions(before, encoding)
            .range({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end)});
    return {range, std::string(after.substr(first, after.size() - last - first))};
}

void write_edit(JsonWriter& json, std::vector<FileEdit> const& files, Client const& client) {
    auto const write_versioned = [&](FileEdit const& file) {
        json.object([&] {
            json.object("textDocument", [&] {
                json.text("uri", file.uri);
                json.value("version", file.version);
            });
            write_edits(json, "edits", file.edits);
        });
    };
    json.object("edit", [&] {
        if (client.takes_versioned_edits) {
            json.array("documentChanges", [&] {
                for (auto const& file : files) write_versioned(file);
            });
        } else {
            json.object("changes", [&] {
                for (auto const& file : files) write_edits(json, file.uri, file.edits);
            });
        }
    });
}

}  // namespace dockcheck::lsp
