// See the header: what is behind a misspelt keyword is read once more.
#include "analyzer/syntax/dockerfile/meant.hpp"

#include <algorithm>
#include <cstring>

#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/node.hpp"
#include "analyzer/syntax/dockerfile/split.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Keyword;

bool is_misspelt(ast::Fault const& fault) {
    return fault.kind == FaultKind::unknown_instruction && fault.instruction != nullptr
           && !fault.suggestion.empty();
}

/// The keyword of the suggestion, unless the word is as near to many others: one wrong letter of
/// three is a slip, two of three are another word. The text of a trigger is more than its words.
Keyword meant(ast::Fault const& fault) {
    constexpr std::size_t short_word = 4;
    auto const keyword = keyword_of(fault.suggestion);
    std::size_t const limit = fault.suggestion.size() <= short_word ? 1 : 2;
    bool const is_near = edit_distance(fault.word, fault.suggestion, limit) <= limit;
    return is_near && keyword != Keyword::onbuild ? keyword : Keyword::unknown;
}

/// Gives an instruction another keyword; false when that has faults then, or bodies of heredocs
/// that were read as instructions.
bool reread(ast::Instruction& instruction, Keyword keyword, char escape, Pools& pools,
            Arena& arena) {
    if (instruction.arguments.text().find("<<") != std::string_view::npos) return false;
    pools.clear();
    Reading reading{arena, pools};
    reading.escape = escape;
    reading.begin(0, instruction.first_line);
    reading.untrimmed_line = instruction.line;
    instruction.keyword = keyword;
    split_words(reading, instruction);
    make_node(reading, instruction);
    return !reading.refused;
}

}  // namespace

bool trigger_reads_as_meant(ast::Fault const& fault, char escape, Arena& arena) {
    if (fault.instruction == nullptr || fault.suggestion.empty()) return false;
    auto const* const onbuild = ast::get_if<ast::Onbuild>(&fault.instruction->node);
    auto const keyword = meant(fault);
    if (onbuild == nullptr || onbuild->trigger == nullptr || keyword == Keyword::unknown) {
        return false;
    }
    Pools pools;
    auto trigger = *onbuild->trigger;
    return reread(trigger, keyword, escape, pools, arena);
}

ast::File as_meant(ast::File const& file, Arena& arena) {
    if (std::ranges::none_of(file.faults, is_misspelt)) return file;
    auto const count = file.instructions.size();
    std::span const instructions(arena.allocate<ast::Instruction>(count), count);
    std::memcpy(static_cast<void*>(instructions.data()), file.instructions.data(),
                instructions.size_bytes());
    std::span const faults(arena.allocate<ast::Fault>(file.faults.size()), file.faults.size());
    std::ranges::copy(file.faults, faults.begin());

    Pools pools;
    for (auto& fault : faults) {
        if (fault.instruction == nullptr) continue;
        auto const index = static_cast<std::size_t>(fault.instruction - file.instructions.data());
        auto& instruction = instructions[index];
        if (is_misspelt(fault)) {
            auto changed = instruction;
            auto const keyword = meant(fault);
            if (keyword != Keyword::unknown
                && reread(changed, keyword, file.escape, pools, arena)) {
                changed.is_faulty = changed.is_misspelt = true;
                instruction = changed;
            }
        }
        fault.instruction = &instruction;
    }
    auto result = file;
    result.instructions = instructions;
    result.faults = faults;
    return result;
}

}  // namespace dockcheck::dockerfile
