// dash(1), echo, and bash(1), SHELL BUILTIN COMMANDS.
#include "analyzer/model/echoes.hpp"

#include <algorithm>

#include "analyzer/model/shell_script.hpp"

namespace dockcheck::model {
namespace {

/// The sequences of dash that echo -e of bash reads alike; behind \0 both take three digits.
constexpr std::string_view common = "abcfnrtv0\\";
/// Those of bash alone.
constexpr std::string_view others = "eExuU";

enum class Sequences : std::uint8_t { none, same, different };

Sequences sequences_of(Command const& echo) {
    auto result = Sequences::none;
    for (auto const& word : echo.arguments.subspan(1)) {
        auto const text = word.value.text_or_empty();
        for (auto at = text.find('\\'); at != text.npos; at = text.find('\\', at + 2)) {
            if (at + 1 >= text.size()) break;
            if (others.find(text[at + 1]) != others.npos) return Sequences::different;
            if (common.find(text[at + 1]) != common.npos) result = Sequences::same;
        }
    }
    return result;
}

bool is_built_on(Stage const& stage, Stage const& base) {
    for (auto const* at = stage.parent; at != nullptr; at = at->parent) {
        if (at == &base) return true;
    }
    return false;
}

/// Where the first SHELL behind an offset begins, which ends what one in front of it does.
std::uint32_t next_shell(Stage const& stage, std::uint32_t begin) {
    for (auto const& instruction : stage.instructions) {
        bool const is_behind = instruction.whole.begin > begin;
        if (is_behind && instruction.keyword == ast::Keyword::shell) return instruction.whole.begin;
    }
    return UINT32_MAX;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> echoes_for_bash(Build const& build, Stage const& stage,
                                                          ast::Instruction const& from) {
    std::vector<std::uint32_t> result;
    auto const end_of_own = next_shell(stage, from.whole.begin);
    for (auto const& other : build.stages()) {
        bool const is_own = &other == &stage;
        // A SHELL is handed on to what is built on the stage.
        if (!is_own && (end_of_own != UINT32_MAX || !is_built_on(other, stage))) continue;
        auto const begin = is_own ? from.whole.begin : 0;
        auto const end = is_own ? end_of_own : next_shell(other, 0);
        for (auto const& command : other.commands) {
            auto const* const script = command.script;
            if (command.argument(0) != "echo" || script == nullptr || script->is_nested) continue;
            auto const offset = command.arguments.front().span.end;
            if (offset < begin || offset >= end || command.wrappers != wrapper_none) continue;
            if (script->shell != ShellKind::posix || command.argument(1).starts_with("-e"))
                continue;
            auto const sequences = sequences_of(command);
            if (sequences == Sequences::different) return std::nullopt;
            if (sequences == Sequences::same) result.push_back(offset);
        }
    }
    return result;
}

}  // namespace dockcheck::model
