// See the header: faults by position.
#include "analyzer/model/broken_words.hpp"

#include <algorithm>

namespace dockcheck::model {

bool has_fault(Build const& build, ast::Instruction const& instruction) {
    auto const begin_of = [](ast::Fault const& fault) { return fault.span.begin; };
    auto const faults = build.faults();
    auto fault = std::ranges::lower_bound(faults, instruction.whole.begin, {}, begin_of);
    for (; fault != faults.end() && fault->span.begin < instruction.whole.end; ++fault) {
        if (fault->kind != ast::FaultKind::empty_continuation) return true;
    }
    return false;
}

bool has_carriage_return(Build const& build, ast::Instruction const& instruction) {
    auto const bytes = build.source().bytes();
    auto const newline = bytes.find('\n');
    if (newline != bytes.npos && newline > 0 && bytes[newline - 1] == '\r') return true;
    auto const begin = std::min<std::size_t>(instruction.whole.begin, bytes.size());
    auto const size = std::size_t{instruction.whole.end} + 1 - instruction.whole.begin;
    return bytes.substr(begin, size).find('\r') != bytes.npos;
}

}  // namespace dockcheck::model
