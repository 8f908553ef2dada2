// Finds instructions with other blanks in front than was agreed on.
#include "rules/style/inconsistent-indentation.hpp"

#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::inconsistent_indentation {
namespace {

struct Wrong {
    ast::Instruction const* instruction;
    Span blanks;  ///< in front of it
    std::string_view wanted;
};

/// The blanks in front of an instruction; nothing where something else stands there.
std::optional<Span> blanks_of(ast::Instruction const& instruction, std::string_view text) {
    auto const begin = instruction.name_span.begin;
    auto const newline = begin == 0 ? text.npos : text.rfind('\n', begin - 1);
    auto const line = newline == text.npos ? std::size_t{0} : newline + 1;
    auto const blanks = text.substr(line, begin - line);
    if (blanks.find_first_not_of(" \t") != blanks.npos) return std::nullopt;
    return Span{static_cast<std::uint32_t>(line), begin};
}

std::string in_words(std::string_view blanks) {
    if (blanks.empty()) return "no blank";
    auto const count = std::to_string(blanks.size());
    if (blanks == "\t") return "a tab";
    if (blanks.find('\t') == blanks.npos) return blanks.size() == 1 ? "a blank" : count + " blanks";
    return count + " blanks and tabs";
}

Reported report(std::vector<Wrong> const& found, Pass& pass) {
    auto const& first = found.front();
    auto const is = in_words(pass.text(first.blanks));
    auto const span = first.instruction->name_span;
    auto const name = pass.text(span);
    bool const wants_tab = !first.wanted.empty();
    if (found.size() == 1) return pass.report(span, wants_tab ? tab : none, name, is);
    auto const others = std::to_string(found.size() - 1)
                        + (found.size() == 2 ? " more instruction is" : " more instructions are");
    return pass.report(span, wants_tab ? tabs : nones, name, is, others);
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    if (build.image() != nullptr) return;
    auto const text = build.source().bytes();
    bool const has_tabs = options.style != "none" && build.stages().size() > 1;
    std::vector<Wrong> found;
    bool is_behind_from = false;
    for (auto const& instruction : build.file().instructions) {
        bool const is_from = instruction.keyword == ast::Keyword::from;
        is_behind_from = is_behind_from || is_from;
        bool const is_indented = has_tabs && is_behind_from && !is_from;
        auto const begin = instruction.name_span.begin;
        bool const begins_line = begin == 0 || text[begin - 1] == '\n';
        if (begins_line && !is_indented) continue;  // nearly every one
        auto const blanks = blanks_of(instruction, text);
        std::string_view const wanted = is_indented ? "\t" : "";
        if (!blanks || pass.text(*blanks) == wanted) continue;
        found.push_back({&instruction, *blanks, wanted});
    }
    if (found.empty()) return;
    auto finding = report(found, pass);
    for (auto const& wrong : found) finding.replace(wrong.blanks, wrong.wanted);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::inconsistent_indentation
