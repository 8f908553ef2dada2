// Searching the text of instructions for whole names.
#include "analyzer/model/mentions.hpp"

#include <algorithm>

namespace dockcheck::model {

bool is_mentioned_in(Build const& build, ast::Instruction const& instruction,
                     std::string_view name) {
    if (name.empty()) return false;
    if (auto const* const known = build.mentions().find(name)) {
        return std::ranges::binary_search(*known, build.position_of(instruction));
    }
    auto const positions = build.positions_with(name);
    if (!std::ranges::binary_search(positions, build.position_of(instruction))) return false;
    auto const text = Place{&build.source(), instruction.whole}.text();
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + name.size())) {
        auto const end = at + name.size();
        bool const begins = at == 0 || !is_part_of_name(text[at - 1]);
        if (begins && (end == text.size() || !is_part_of_name(text[end]))) return true;
    }
    return false;
}

bool may_be_mentioned_in(Build const& build, ast::Instruction const& instruction,
                         std::string_view name) {
    return instruction.says_nothing() || is_mentioned_in(build, instruction, name);
}

}  // namespace dockcheck::model
