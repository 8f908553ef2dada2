// Where files are for the editor: their URIs, and positions in them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lsp/document.hpp"

namespace dockcheck::lsp {

/// Of one document and of the files that its findings name. Used while these do not change.
class Places {
 public:
    Places(Document const& document, Documents const& documents, Checker const& checker,
           Encoding encoding)
        : document_(document), documents_(documents), checker_(checker), encoding_(encoding) {}

    [[nodiscard]] Document const& document() const { return document_; }
    [[nodiscard]] Checker const& checker() const { return checker_; }
    [[nodiscard]] Encoding encoding() const { return encoding_; }
    [[nodiscard]] bool is_here(Source const* source) const {
        return source == document_.checked.source;
    }
    std::string const& uri_of(Source const& source);
    /// The name that the editor has for a file, or the one that it would have.
    [[nodiscard]] std::string uri_of_file(std::string const& path) const;
    TextPositions const& positions(Source const& source);
    Range range(Place place) { return positions(*place.source).range(place.span); }
    /// The open document of a file, or nullptr.
    [[nodiscard]] Document const* open_document(std::string_view path) const;

 private:
    struct Other {
        std::string uri;
        std::unique_ptr<TextPositions> positions;
    };
    Other& other(Source const& source) { return others_[&source]; }

    Document const& document_;
    Documents const& documents_;
    Checker const& checker_;
    Encoding encoding_;
    std::map<Source const*, Other> others_;
};

/// A place with a source and inside of it: else it is nothing that can be shown.
bool is_sound(Place place);

}  // namespace dockcheck::lsp
