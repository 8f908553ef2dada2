// A finding as an editor shows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lsp/text_positions.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck::lsp {

struct RelatedPlace {
    std::string uri;
    Range range;
    std::string message;
    friend auto operator<=>(RelatedPlace const&, RelatedPlace const&) = default;
};

enum class Tag : std::uint8_t { unnecessary = 1, deprecated = 2 };

struct Diagnostic {
    Range range;
    Severity severity = Severity::error;
    std::string code;  ///< the rule; empty for what dockcheck has to say itself
    std::string message;
    std::vector<Tag> tags;
    std::vector<RelatedPlace> related;
    Finding const* finding = nullptr;  ///< of the document that it is in
    friend auto operator<=>(Diagnostic const&, Diagnostic const&) = default;
};

/// Writes it as an element.
void write(JsonWriter& json, Diagnostic const& diagnostic);
/// Writes it as a member.
void write(JsonWriter& json, std::string_view name, Range const& range);
/// Writes it as a member.
void write(JsonWriter& json, std::string_view name, Position position);

}  // namespace dockcheck::lsp
