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

}  // namespace dockcheck::model
