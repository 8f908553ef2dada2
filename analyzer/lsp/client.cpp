// Reading capabilities.
#include "analyzer/lsp/client.hpp"

#include <algorithm>

#include "analyzer/lsp/message.hpp"
#include "analyzer/lsp/uri.hpp"

namespace dockcheck::lsp {
namespace {

bool lists(json::Node const* list, std::string_view text) {
    if (list == nullptr) return false;
    return std::ranges::any_of(list->children,
                               [&](json::Node const& node) { return text_in(&node) == text; });
}

std::string folder_in(json::Node const* parameters) {
    auto const* const folders = member(parameters, "workspaceFolders");
    if (folders != nullptr && !folders->children.empty()) {
        return path_of_uri(text_in(member(&folders->children.front(), "uri")).value_or(""));
    }
    if (auto const uri = text_in(member(parameters, "rootUri"))) return path_of_uri(*uri);
    return std::string(text_in(member(parameters, "rootPath")).value_or(""));
}

}  // namespace

Client read_client(json::Node const* parameters) {
    auto const* const abilities = member(parameters, "capabilities");
    auto const* const document = member(abilities, "textDocument");
    auto const* const workspace = member(abilities, "workspace");
    Client client;
    if (lists(member_at(abilities, "general.positionEncodings"), "utf-8")) {
        client.encoding = Encoding::utf8;
    }
    client.folder = folder_in(parameters);
    client.pulls = member(document, "diagnostic") != nullptr;
    client.refreshes = is_true(member_at(workspace, "diagnostics.refreshSupport"));
    client.takes_versioned_edits = is_true(member_at(workspace, "workspaceEdit.documentChanges"));
    client.shows_markdown = lists(member_at(document, "hover.contentFormat"), "markdown");
    client.watches_files =
        is_true(member_at(workspace, "didChangeWatchedFiles.dynamicRegistration"));
    return client;
}

}  // namespace dockcheck::lsp
