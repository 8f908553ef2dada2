// Finds comments above stages and arguments that builders do not show as descriptions.
#include "rules/stages/invalid-definition-description.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::invalid_definition_description {
namespace {

/// The comment that would be the description, or nullptr.
ast::Comment const* description_of(ast::Instruction const& instruction, Pass const& pass) {
    if (instruction.comments.empty()) return nullptr;
    auto const& comment = instruction.comments.back();
    if (comment.line + 1 != instruction.first_line) return nullptr;
    auto const is_name = [](std::string_view) { return true; };
    IgnoreComment ignore;
    auto const text = pass.text(comment.span);
    if (read_ignore_comment(text, comment.span.begin, pass.today(), is_name, ignore)) {
        return nullptr;
    }
    auto const is_here = [&](ast::Directive const& directive) {
        return directive.span.overlaps(comment.span);
    };
    bool const is_directive = std::ranges::any_of(pass.build().file().directives, is_here);
    return is_directive || comment.text.empty() ? nullptr : &comment;
}

std::string_view first_word(ast::Comment const& comment) {
    return comment.text.substr(0, comment.text.find(' '));
}

void check_from(ast::From const& from, Pass& pass) {
    auto const* const comment = description_of(pass.instruction(), pass);
    if (comment == nullptr || from.stage.empty()) return;
    if (equal_without_case(first_word(*comment), from.stage)) return;
    pass.report(comment->span, stage, from.stage);
}

void check_arg(ast::Arg const& arg, Pass& pass) {
    auto const* const comment = description_of(pass.instruction(), pass);
    if (comment == nullptr || arg.pairs.empty() || pass.is_trigger()) return;
    auto const is_named = [&](ast::Pair const& pair) {
        return pair.key.text.text() == first_word(*comment);
    };
    if (std::ranges::any_of(arg.pairs, is_named)) return;
    pass.report(comment->span, argument, arg.pairs.front().key.text.text());
}

}  // namespace

constinit Check const rule = on<check_from, check_arg>();

}  // namespace dockcheck::rules::invalid_definition_description
