// Following what the user types.
#include "analyzer/lsp/document.hpp"

#include "analyzer/lsp/message.hpp"

namespace dockcheck::lsp {

void change(Document& document, json::Node const& change, Encoding encoding) {
    auto const text = text_in(member(&change, "text"));
    if (!text || document.is_lost) return;
    document.is_stale = true;
    if (auto const range = range_in(member(&change, "range"))) {
        auto const span = TextPositions(document.text, encoding).span(*range);
        document.text.replace(span.begin, span.size(), *text);
    } else {
        document.text = *text;
    }
    if (document.text.size() <= largest_document) return;
    document.is_lost = true;
    document.text.clear();
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
        if (is_other) texts[document.path] = document.text;
    }
    return texts;
}

}  // namespace dockcheck::lsp
