// Finds blank lines between the lines of one instruction.
#include "rules/syntax/empty-continuation-line.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::empty_continuation_line {
namespace {

/// How far behind a blank line the next one with a text is looked for.
constexpr std::size_t longest_look = 4000;

/// The keyword in capital letters that the first line with a text behind the blank one begins with,
/// or empty.
std::string_view keyword_below(std::string_view text) {
    static constexpr std::string_view keywords[] = {
        "ADD",   "ARG",     "CMD", "COPY",  "ENTRYPOINT", "ENV",  "EXPOSE", "FROM",   "HEALTHCHECK",
        "LABEL", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"};
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        auto const begin = line.find_first_not_of(" \t\r");
        if (begin == line.npos || line[begin] == '#') continue;
        auto const word = line.substr(0, line.find(' '));
        bool const is_keyword = std::ranges::find(keywords, word) != std::ranges::end(keywords);
        return is_keyword && word.size() < line.size() ? word : std::string_view{};
    }
    return {};
}

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::empty_continuation) return;
    if (fault.instruction != nullptr) {
        auto const behind =
            pass.build().source().bytes().substr(fault.span.begin).substr(0, longest_look);
        auto const keyword = keyword_below(behind);
        auto const end = fault.instruction->whole.end;
        bool const is_inside =
            !keyword.empty()
            && fault.span.begin + static_cast<std::size_t>(keyword.data() - behind.data()) < end;
        if (is_inside) {
            pass.report(fault.span, swallows, keyword, fault.instruction->name);
            return;
        }
    }
    auto reported = pass.report(fault.span, blank);
    if (fault.instruction == nullptr) return;
    auto const& instruction = *fault.instruction;
    auto end = instruction.whole.end;
    if (!instruction.heredocs.empty()) end = instruction.heredocs.front().body_span.begin;
    auto const all = pass.build().source().bytes();
    for (auto begin = fault.span.begin; begin < end;) {
        auto const newline = all.find('\n', begin);
        auto const next = newline == all.npos ? static_cast<std::uint32_t>(all.size())
                                              : static_cast<std::uint32_t>(newline + 1);
        bool const is_blank =
            all.substr(begin, next - begin).find_first_not_of(" \t\r\n") == all.npos;
        if (is_blank && next > begin) reported.remove({begin, next});
        begin = next;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::empty_continuation_line
