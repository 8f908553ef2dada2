// Finds blank lines between the lines of one instruction.
#include "rules/syntax/empty-continuation-line.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::empty_continuation_line {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::empty_continuation) return;
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
