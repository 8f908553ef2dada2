// What shows that a file is filled in before it becomes a Dockerfile.
#include "analyzer/syntax/dockerfile/template_marks.hpp"

#include <algorithm>
#include <string_view>

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

/// `{{ image }}`, `%%IMAGE%%`; in ${VERSION%%-*} the marks are for the builder.
bool has_image_mark(std::string_view from) {
    bool const is_filled_in =
        from.find("%%") != from.npos && from.find('$') == std::string_view::npos;
    return is_filled_in || std::ranges::any_of(marks, [&](Mark const& mark) {
               auto const begin = from.find(mark.begin);
               return begin != from.npos && from.find(mark.end, begin) != from.npos;
           });
}

}  // namespace

std::uint32_t template_line(ast::File const& file, Source const& source) {
    for (auto const& fault : file.faults) {
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
    }
    return 0;
}

}  // namespace dockcheck::dockerfile
