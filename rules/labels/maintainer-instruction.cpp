// Finds MAINTAINER and proposes a label in its place.
#include "rules/labels/maintainer-instruction.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::maintainer_instruction {
namespace {

std::string_view without_quotes(std::string_view text) {
    if (text.size() < 2 || (text.front() != '"' && text.front() != '\'')) return text;
    auto const inside = text.substr(1, text.size() - 2);
    bool const is_whole = text.back() == text.front() && inside.find(text.front()) == text.npos;
    return is_whole ? inside : text;
}

/// The text in double quotes, with nothing in it that the builder expands.
std::string in_double_quotes(std::string_view text, char escape) {
    std::string result;
    result.reserve(text.size() + 16);
    result += '"';
    for (char const c : text) {
        if (c == '"' || c == '$' || c == escape) result += escape;
        result += c;
    }
    return result + '"';
}

Span whole_lines(ast::Instruction const& instruction, std::string_view all) {
    auto const newline = all.find('\n', instruction.whole.end);
    auto const end = newline == all.npos ? all.size() : newline + 1;
    return {instruction.whole.begin, static_cast<std::uint32_t>(end)};
}

void check(ast::Maintainer const& maintainer, Pass& pass, Options const& options) {
    auto const& instruction = pass.instruction();
    if (pass.is_trigger() || pass.stage() == nullptr) return;
    auto const& labels = pass.stage()->config.labels;
    auto const is_it = [&](model::LabelEntry const& label) {
        return label.name.text_or_empty() == options.label_name;
    };
    if (std::ranges::any_of(labels, is_it)) {
        pass.report(instruction.span, twice, options.label_name)
            .remove(whole_lines(instruction, pass.build().source().bytes()));
        return;
    }
    auto const text = without_quotes(maintainer.value.text.text());
    auto const label = "LABEL " + std::string(options.label_name) + "="
                       + in_double_quotes(text, pass.build().file().escape);
    pass.report(instruction.span, deprecated, options.label_name).replace(instruction.span, label);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::maintainer_instruction
