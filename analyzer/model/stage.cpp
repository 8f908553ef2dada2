// Parts of a stage by the instruction that they belong to.
#include "analyzer/model/stage.hpp"

#include <algorithm>
#include <functional>

#include "analyzer/model/shell_script.hpp"

namespace dockcheck::model {

std::span<Command const> Stage::commands_of(ast::Instruction const& instruction) const {
    auto const found =
        std::ranges::equal_range(commands, &instruction, std::less<>(), &Command::instruction);
    return {found.begin(), found.end()};
}

std::span<ShellScript const* const> Stage::scripts_of(ast::Instruction const& instruction) const {
    auto const found =
        std::ranges::equal_range(scripts, &instruction, std::less<>(),
                                 [](ShellScript const* script) { return script->instruction; });
    return {found.begin(), found.end()};
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
