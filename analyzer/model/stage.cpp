// Finding what one instruction of a stage brought.
#include "analyzer/model/stage.hpp"

#include <algorithm>
#include <functional>

#include "analyzer/model/shell_script.hpp"

namespace dockcheck::model {
namespace {

ast::Instruction const* instruction_of(Command const& command) { return command.instruction; }
ast::Instruction const* instruction_of(ShellScript const* script) { return script->instruction; }
ast::Instruction const* instruction_of(Transfer const& transfer) { return transfer.instruction; }

/// The lists are in the order of the file, and instructions lie in that order in memory.
template <typename Item>
std::span<Item const> those_of(std::span<Item const> items, ast::Instruction const& instruction) {
    std::less<> const before;
    auto const first = std::lower_bound(items.begin(), items.end(), &instruction,
                                        [&](Item const& item, ast::Instruction const* wanted) {
                                            return before(instruction_of(item), wanted);
                                        });
    auto last = first;
    while (last != items.end() && instruction_of(*last) == &instruction) ++last;
    return {first, last};
}

}  // namespace

std::span<Command const> Stage::commands_of(ast::Instruction const& instruction) const {
    auto const begin = reinterpret_cast<std::uintptr_t>(instructions.data());
    auto const offset = reinterpret_cast<std::uintptr_t>(&instruction) - begin;
    if (offset >= instructions.size_bytes() || commands_before.empty()) {
        return those_of(commands, instruction);
    }
    auto const at = offset / sizeof(ast::Instruction);
    auto const first = commands_before[at];
    return commands.subspan(first, commands_before[at + 1] - first);
}

std::span<ShellScript const* const> Stage::scripts_of(ast::Instruction const& instruction) const {
    return those_of(scripts, instruction);
}

Transfer const* Stage::transfer_of(ast::Instruction const& instruction) const {
    auto const found = those_of(transfers, instruction);
    return found.empty() ? nullptr : found.data();
}

shell::Tree const* Stage::tree_of(ast::Instruction const& instruction,
                                  std::string_view text) const {
    for (auto const* const script : scripts_of(instruction)) {
        auto const read = script->tree.text;
        bool const is_it = read.data() == text.data() && read.size() == text.size();
        if (is_it && !script->is_posix) return &script->tree;
    }
    return nullptr;
}

}  // namespace dockcheck::model
