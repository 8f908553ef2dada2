// Quoting for the grammar of Dockerfiles and for JSON.
#include "analyzer/model/image_lines.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dockcheck::model {
namespace {

constexpr std::string_view word_blanks = " \t\r\n\v\f";

std::uint32_t begin_of(Mapped const& text) { return text.source({0, 0}).begin; }

Mapped character(Mapped const& text, std::uint32_t at) { return text.slice(at, at + 1); }

}  // namespace

bool is_shell_form_text(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && text[begin] != '['
           && !text.substr(begin).starts_with("--");
}

std::string joined(std::span<image::Text const> words) {
    std::string result;
    for (auto const& word : words) {
        if (!result.empty()) result += ' ';
        result += word.view();
    }
    return result;
}

bool needs_no_quotes(std::string_view text) {
    constexpr std::string_view plain = "_-./:@%+,=~*?^{}[]()!#&|;<>";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || plain.find(c) != std::string_view::npos;
    });
}

ImageLine& ImageLine::raw(Mapped const& text) {
    blank(begin_of(text));
    text_.append(text);
    return *this;
}

ImageLine& ImageLine::raw(std::string_view text, Span stands_for) {
    blank(stands_for.begin);
    text_.append(text, stands_for);
    return *this;
}

ImageLine& ImageLine::word(Mapped const& text) {
    blank(begin_of(text));
    quoted(text);
    return *this;
}

void ImageLine::quoted(Mapped const& text) {
    if (needs_no_quotes(text.text())) return text_.append(text);
    text_.append("\"", begin_of(text));
    for (std::uint32_t at = 0; at < text.size(); ++at) {
        auto const one = character(text, at);
        auto const c = text.text()[at];
        if (c == '"' || c == '\\' || c == '$') {
            text_.append(fmt::format("\\{}", c), one.source());
        } else {
            text_.append(one);
        }
    }
    auto const end = text.source().end;
    text_.append("\"", end);
}

ImageLine& ImageLine::words(Mapped const& text) {
    auto const view = text.text();
    for (std::size_t at = view.find_first_not_of(word_blanks); at < view.size();) {
        auto const end = std::min(view.find_first_of(word_blanks, at), view.size());
        word(text.slice(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)));
        at = view.find_first_not_of(word_blanks, end);
    }
    return *this;
}

ImageLine& ImageLine::assignment(Mapped const& name, Mapped const& value) {
    blank(begin_of(name));
    quoted(name);
    auto const end = name.source().end;
    if (value.empty()) {
        text_.append("=", end);
        return *this;
    }
    // The sign, or the quotes and the colon between a name and its value in JSON.
    text_.append("=", Span{end, std::max(end, begin_of(value))});
    quoted(value);
    return *this;
}

void ImageLine::element(image::Text const& word, std::string_view literal) {
    auto const span = word.place.span;
    text_.append("\"", Span{span.begin, std::min(span.begin + 1, span.end)});
    auto const& text = word.text;
    for (std::uint32_t at = 0; at < text.size(); ++at) {
        auto const one = character(text, at);
        auto const c = text.text()[at];
        if (literal.find(c) != literal.npos) text_.append("\\\\", begin_of(one));
        if (c == '"' || c == '\\') {
            text_.append(fmt::format("\\{}", c), one.source());
        } else if (static_cast<unsigned char>(c) < ' ') {
            text_.append(fmt::format("\\u{:04x}", static_cast<unsigned>(c)), one.source());
        } else {
            text_.append(one);
        }
    }
    text_.append("\"", Span{std::max(span.begin, span.end - 1), span.end});
}

ImageLine& ImageLine::array(std::span<image::Text const> words) {
    auto const begin = words.empty() ? 0 : words.front().place.span.begin;
    text_.append(" [", begin);
    for (auto const& word : words) {
        if (&word != words.data()) text_.append(", ", word.place.span.begin);
        element(word);
    }
    auto const end = words.empty() ? begin : words.back().place.span.end;
    text_.append("]", end);
    return *this;
}

ImageLine& ImageLine::array_of_literal(image::Text const& word) {
    text_.append(" [", word.place.span.begin);
    element(word, "\"'\\$");
    text_.append("]", word.place.span.end);
    return *this;
}

bool ImageLine::go_array(Mapped const& text) {
    auto const view = text.text();
    if (!view.starts_with('[') || !view.ends_with(']')) return false;
    std::vector<Mapped> elements;
    for (std::size_t at = 1; at + 1 < view.size();) {
        if (view[at] == ' ' || view[at] == ',') {
            ++at;
            continue;
        }
        if (view[at] != '"') return false;
        auto end = at + 1;
        while (end < view.size() && view[end] != '"') end += view[end] == '\\' ? 2 : 1;
        if (end + 1 >= view.size()) return false;
        elements.push_back(
            text.slice(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end + 1)));
        at = end + 1;
    }
    text_.append(" ", begin_of(text));
    text_.append(character(text, 0));
    for (auto const& element : elements) {
        if (&element != elements.data()) text_.append(", ", begin_of(element));
        text_.append(element);
    }
    text_.append(character(text, text.size() - 1));
    return true;
}

}  // namespace dockcheck::model
