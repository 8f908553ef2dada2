// What shows that a file is filled in before it becomes a Dockerfile.
#include "analyzer/syntax/dockerfile/template_marks.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/text/byte_set.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr std::string_view marks[] = {"{{", "}}", "{%", "%}", "{#", "<%", "%>"};
/// No name of an image has one of these.
constexpr std::string_view image_marks[] = {"{{", "{%", "<%", "%%"};

bool begins_with_mark(std::string_view text) {
    return std::ranges::any_of(marks, [&](auto mark) { return text.starts_with(mark); });
}

bool has_image_mark(std::string_view text) {
    static constexpr ByteSet firsts("{<%");
    if (!firsts.is_in(text)) return false;
    return std::ranges::any_of(image_marks,
                               [&](auto mark) { return text.find(mark) != text.npos; });
}

}  // namespace

std::uint32_t template_line(ast::File const& file, Source const& source) {
    for (auto const& fault : file.faults) {
        auto const text = source.bytes().substr(fault.span.begin, fault.span.size());
        bool const is_mark = fault.kind == ast::FaultKind::unknown_instruction
                                 ? begins_with_mark(text)
                                 : fault.kind == ast::FaultKind::from_arity && has_image_mark(text);
        if (is_mark) return fault.line;
    }
    for (auto const& instruction : file.instructions) {
        auto const* const from = ast::get_if<ast::From>(&instruction.node);
        if (from != nullptr && has_image_mark(from->image.text.text())) {
            return instruction.first_line;
        }
    }
    return 0;
}

}  // namespace dockcheck::dockerfile
