// The tree is that of analyzer/json; what is said of a mistake names the text and the place.
#include "analyzer/image/readers/json_text.hpp"

#include <fmt/format.h>
#include <utility>

#include "analyzer/text/line_index.hpp"

namespace dockcheck::image {

json::Budget json_budget(Limits const& limits) {
    return {limits.json_depth, limits.json_values, limits.json_escapes};
}

std::string shown_name(Document const& document) {
    if (document.entry.empty()) return document.source.name();
    return fmt::format("{}: {}", document.source.name(), document.entry);
}

std::string shown_place(Document const& document, std::uint32_t offset) {
    auto const position = LineIndex(document.source.bytes()).position(offset);
    return fmt::format("{}:{}:{}", shown_name(document), position.line, position.column);
}

Result<std::shared_ptr<Document const>> read_json(std::string const& name, std::string entry,
                                                  std::string bytes, json::Budget& budget) {
    auto document = std::make_shared<Document>(name, std::move(entry), bytes);
    bytes = {};  // the text is large, and held twice until here
    if (auto mistake = json::read(document->source, budget, *document)) {
        return tl::unexpected(
            Error{shown_place(*document, mistake->offset), std::move(mistake->text)});
    }
    return std::shared_ptr<Document const>(std::move(document));
}

}  // namespace dockcheck::image
