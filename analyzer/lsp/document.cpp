// Following what the user types.
#include "analyzer/lsp/document.hpp"

#include "analyzer/lsp/message.hpp"

namespace dockcheck::lsp {

void lose(Document& document, std::string_view why) {
    document.is_stale = true;
    document.lost = why;
    document.text.clear();
}

void change(Document& document, json::Node const& change, Encoding encoding) {
    auto const text = text_in(member(&change, "text"));
    auto const* const range = member(&change, "range");
    bool const is_whole = range == nullptr || range->kind == json::Node::Kind::null;
    auto const place = range_in(range);
    if (!text || (!is_whole && !place)) return lose(document, missed_change);
    document.is_stale = true;
    if (is_whole) {
        document.text = *text;
        document.lost = {};
    } else if (!document.is_lost()) {
        auto const span = TextPositions(document.text, encoding).span(*place);
        document.text.replace(span.begin, span.size(), *text);
    }
    if (document.text.size() > largest_document) {
        lose(document, "this file is larger than 256 MiB and is not checked");
    }
}

std::string with_line_ends_of(std::string_view other, std::string_view text) {
    auto const end = other.find('\n');
    bool const has_returns = end != std::string_view::npos && end > 0 && other[end - 1] == '\r';
    if (!has_returns) return std::string(text);
    std::string result;
    for (char const c : text) {
        if (c == '\n' && !result.ends_with('\r')) result += '\r';
        result += c;
    }
    return result;
}

FixedTexts open_texts(Documents const& documents) {
    FixedTexts texts;
    for (auto const& [uri, document] : documents) {
        bool const is_other = !document.is_dockerfile && !document.path.empty();
        if (is_other && !document.is_lost()) texts[document.path] = document.text;
    }
    return texts;
}

}  // namespace dockcheck::lsp
