// Diagnostics as the protocol writes them.
#include "analyzer/lsp/diagnostic.hpp"

namespace dockcheck::lsp {
namespace {

std::uint64_t number_of(Severity severity) {
    switch (severity) {
        case Severity::error:
            return 1;
        case Severity::warning:
            return 2;
        case Severity::info:
            return 3;
        case Severity::style:
        case Severity::off:
            break;
    }
    return 4;
}

void write(JsonWriter& json, RelatedPlace const& related) {
    json.object([&] {
        json.object("location", [&] {
            json.text("uri", related.uri);
            write(json, "range", related.range);
        });
        json.text("message", related.message);
    });
}

}  // namespace

void write(JsonWriter& json, std::string_view name, Position position) {
    json.object(name, [&] {
        json.number("line", position.line);
        json.number("character", position.character);
    });
}

void write(JsonWriter& json, std::string_view name, Range const& range) {
    json.object(name, [&] {
        write(json, "start", range.start);
        write(json, "end", range.end);
    });
}

void write(JsonWriter& json, Diagnostic const& diagnostic) {
    json.object([&] {
        write(json, "range", diagnostic.range);
        json.number("severity", number_of(diagnostic.severity));
        if (!diagnostic.code.empty()) json.text("code", diagnostic.code);
        json.text("source", "dockcheck");
        json.text("message", diagnostic.message);
        if (!diagnostic.tags.empty()) {
            json.array("tags", [&] {
                for (auto const tag : diagnostic.tags) json.number(static_cast<std::uint64_t>(tag));
            });
        }
        if (diagnostic.related.empty()) return;
        json.array("relatedInformation", [&] {
            for (auto const& related : diagnostic.related) write(json, related);
        });
    });
}

}  // namespace dockcheck::lsp
