// Finds words that an instruction does not expect.
#include "rules/syntax/extra-instruction-arguments.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::extra_instruction_arguments {
namespace {

constexpr std::string_view blanks = " \t";

/// Blanks that nothing quotes, with words around them.
bool has_two_words(std::string_view text) {
    return text.find_first_of(blanks) != std::string_view::npos
           && text.find_first_of("\"'\\`${<%") == std::string_view::npos;
}

void look_at(ast::Word const& word, Message<2> const& message, Pass& pass) {
    auto const text = word.text.text();
    if (!has_two_words(text)) return;
    auto const first = text.substr(0, text.find_first_of(blanks));
    auto const note = text.find_first_not_of(blanks, first.size());
    if (text[note] == '#') {
        pass.report(word.span, comment, text.substr(note), pass.instruction().name, first);
    } else {
        pass.report(word.span, message, text, first);
    }
}

void check_user(ast::User const& node, Pass& pass) { look_at(node.value, user, pass); }

void check_signal(ast::Stopsignal const& node, Pass& pass) { look_at(node.value, signal, pass); }

}  // namespace

constinit Check const rule = on<check_user, check_signal>();

}  // namespace dockcheck::rules::extra_instruction_arguments
