// Where something stands: in which file and which bytes of it.
#pragma once

#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck {

/// A range of bytes of one file. Files are told apart by their Source, which stays alive until all
/// findings about it are reported.
struct Place {
    Source const* source = nullptr;
    Span span;

    [[nodiscard]] std::string_view text() const {
        return source->bytes().substr(span.begin, span.size());
    }
    friend bool operator==(Place, Place) = default;
};

}  // namespace dockcheck
