// Recording faults while a file is read.
#include "analyzer/syntax/dockerfile/reading.hpp"

namespace dockcheck::dockerfile {

void Pools::clear() {
    // What only a huge file needed is given back.
    constexpr std::size_t most_kept = std::size_t{1} << 20;
    instructions.forget_more_than(most_kept);
    comments.forget_more_than(most_kept);
    faults.forget_more_than(most_kept);
    faulty.forget_more_than(most_kept);
    attached.forget_more_than(most_kept);
    instructions.clear();
    attached.clear();
    comments.clear();
    directives.clear();
    faults.clear();
    faulty.clear();
}

void Reading::begin(std::uint32_t index, std::uint32_t first_line) {
    instruction = index;
    line = first_line;
    refused = refused_a = in_trigger = muted = is_legacy = false;
}

bool Reading::may_keep(std::size_t count) {
    if (count > parts_left) give_up();
    parts_left -= has_too_many ? 0 : count;
    return !has_too_many;
}

void Reading::give_up() {
    parts_left = 0;
    has_too_many = true;
}

void Reading::fault(ast::FaultKind kind, ast::Tier tier, Span span, std::string_view word,
                    std::string_view suggestion) {
    if (tier == ast::Tier::a) refused_a = true;
    if (tier == ast::Tier::a || tier == ast::Tier::b) refused = true;
    if (muted && tier != ast::Tier::a) return;
    pools.faults.push_back({kind, tier, span, line, nullptr, word, suggestion});
    pools.faulty.push_back(instruction);
}

void Reading::blame_long_lines() {
    for (auto at = pools.faults.size(); at > 0; --at) {
        auto& fault = pools.faults[at - 1];
        if (fault.kind != ast::FaultKind::line_too_long || fault.line <= line) return;
        fault.line = line;
    }
}

void Reading::fault_at(std::uint32_t at_line, ast::FaultKind kind, ast::Tier tier, Span span,
                       std::string_view word) {
    pools.faults.push_back({kind, tier, span, at_line, nullptr, word, {}});
    pools.faulty.push_back(instruction);
}

}  // namespace dockcheck::dockerfile
