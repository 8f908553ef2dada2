// Each file is asked about once.
#include "analyzer/lsp/places.hpp"

#include "analyzer/report/uri.hpp"

namespace dockcheck::lsp {

bool is_sound(Place place) {
    return place.source != nullptr && place.span.begin <= place.span.end
           && place.span.end <= place.source->bytes().size();
}

Document const* Places::open_document(std::string_view path) const {
    if (path.empty()) return nullptr;
    for (auto const& [uri, document] : documents_) {
        if (document.path == path) return &document;
    }
    return nullptr;
}

std::string Places::uri_of_file(std::string const& path) const {
    auto const* const open = open_document(path);
    return open == nullptr ? uri_of_path(path) : open->uri;
}

std::string const& Places::uri_of(Source const& source) {
    if (is_here(&source)) return document_.uri;
    auto& uri = other(source).uri;
    if (uri.empty()) uri = uri_of_file(checker_.path_of(source.name()));
    return uri;
}

TextPositions const& Places::positions(Source const& source) {
    if (is_here(&source) && document_.positions) return *document_.positions;
    auto& positions = other(source).positions;
    if (positions == nullptr) {
        positions = std::make_unique<TextPositions>(source.bytes(), encoding_);
    }
    return *positions;
}

}  // namespace dockcheck::lsp
