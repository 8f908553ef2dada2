// What shows that a file is filled in before it becomes a Dockerfile.
#include "analyzer/syntax/dockerfile/template_marks.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace dockcheck::dockerfile {
namespace {

/// What begins a mark, and what ends it somewhere behind.
struct Mark {
    std::string_view begin;
    std::string_view end;
};
constexpr Mark marks[] = {{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}};

/// A broken line may begin with anything; one of a template has its end, too.
bool begins_with_mark(std::string_view text) {
    return std::ranges::any_of(marks, [&](Mark const& mark) {
        return text.starts_with(mark.begin) && text.find(mark.end) != text.npos;
    });
}

/// True for a place inside of a mark that began on a line above.
bool is_inside_mark(std::string_view text, std::size_t place) {
    constexpr std::size_t window = 4096;
    auto const begin = place < window ? 0 : place - window;
    auto const before = text.substr(begin, place - begin);
    auto const behind = text.substr(place, window);
    return std::ranges::any_of(marks, [&](Mark const& mark) {
        auto const open = before.rfind(mark.begin);
        return open != before.npos && before.find(mark.end, open) == before.npos
               && behind.find(mark.end) != behind.npos;
    });
}

/// `{{ image }}`, `%%IMAGE%%`; in ${VERSION%%-*} the marks are for the builder.
bool has_image_mark(std::string_view from) {
    bool const is_filled_in =
        from.find("%%") != from.npos && from.find('$') == std::string_view::npos;
    return is_filled_in || std::ranges::any_of(marks, [&](Mark const& mark) {
               auto const begin = from.find(mark.begin);
               return begin != from.npos && from.find(mark.end, begin) != from.npos;
           });
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
           || c == '-';
}

/// `${docker.base.image}`: a property of Maven or Gradle, which fills the file in. No builder takes
/// a dot in a name. Behind a backslash, a backtick or a quote it is a text that stays as it is.
/// Returns the word in front of the dot, or nothing.
std::string_view property_in(std::string_view text) {
    constexpr std::string_view mark = "${";
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
        if (text.substr(0, at).find('\'') != text.npos) return {};
        if (at > 0 && (text[at - 1] == '\\' || text[at - 1] == '`')) continue;
        auto const begin = at + mark.size();
        auto end = begin;
        while (end < text.size() && (is_word(text[end]) || text[end] == '.')) ++end;
        if (end == text.size() || text[end] != '}') continue;
        auto const name = text.substr(begin, end - begin);
        auto const dot = name.find('.');
        bool const is_property =
            dot != name.npos && dot != 0 && name.back() != '.' && name.find("..") == name.npos;
        if (is_property) return name.substr(0, dot);
    }
    return {};
}

/// True where the file declares the name: somebody wrote a dot for something else then.
bool is_declared(ast::File const& file, std::string_view name) {
    auto const has = [&](auto const& pairs) {
        return std::ranges::any_of(
            pairs, [&](ast::Pair const& pair) { return pair.key.text.text() == name; });
    };
    return std::ranges::any_of(file.instructions, [&](ast::Instruction const& instruction) {
        auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
        auto const* const env = ast::get_if<ast::Env>(&instruction.node);
        return (arg != nullptr && has(arg->pairs)) || (env != nullptr && has(env->pairs));
    });
}

/// An instruction whose words the builder itself expands.
bool is_expanded(ast::Keyword keyword) {
    static constexpr ast::Keyword keywords[] = {
        ast::Keyword::from,  ast::Keyword::copy,    ast::Keyword::add,
        ast::Keyword::user,  ast::Keyword::workdir, ast::Keyword::env,
        ast::Keyword::label, ast::Keyword::expose,  ast::Keyword::volume};
    return std::ranges::find(keywords, keyword) != std::ranges::end(keywords);
}

}  // namespace

std::uint32_t template_line(ast::File const& file, Source const& source) {
    bool is_first = true;  // the others would take too long
    for (auto const& fault : file.faults) {
        if (fault.kind == ast::FaultKind::unknown_instruction && std::exchange(is_first, false)
            && is_inside_mark(source.bytes(), fault.span.begin)) {
            return fault.line;
        }
        auto const text = source.bytes().substr(fault.span.begin, fault.span.size());
        bool const is_mark = fault.kind == ast::FaultKind::unknown_instruction
                                 ? begins_with_mark(source.bytes().substr(fault.span.begin))
                                 : fault.kind == ast::FaultKind::from_arity && has_image_mark(text);
        if (is_mark) return fault.line;
    }
    for (auto const& instruction : file.instructions) {
        auto const* const from = ast::get_if<ast::From>(&instruction.node);
        auto const text = source.bytes().substr(instruction.span.begin, instruction.span.size());
        if (from != nullptr && has_image_mark(text)) {
            return instruction.first_line;
        }
        if (text.find("${") == text.npos || !is_expanded(instruction.keyword)) continue;
        auto const property = property_in(text);
        if (!property.empty() && !is_declared(file, property)) return instruction.first_line;
    }
    return 0;
}

}  // namespace dockcheck::dockerfile
