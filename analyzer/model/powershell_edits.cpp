// Where a setting is written so that it holds for a PowerShell script.
#include "analyzer/model/powershell_edits.hpp"

#include <algorithm>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

/// True for a script that begins with what PowerShell reads at the beginning alone.
bool begins_with_head(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\"'";
    auto begin = text.find_first_not_of(blanks);
    while (begin != text.npos && text[begin] == '#') {
        begin = text.find_first_not_of(blanks, text.find('\n', begin));
    }
    if (begin == text.npos) return false;
    text.remove_prefix(begin);
    auto const word = text.substr(0, text.find_first_of(" \t\r\n(`\\"));
    return equal_without_case(word, "param") || equal_without_case(word, "using")
           || equal_without_case(word, "[CmdletBinding");
}

/// The same for a script that some RUN behind the SHELL may hand to it.
bool may_break_one_of(ast::Instruction const& shell, Build const& build) {
    constexpr std::size_t most = 1000;
    auto const instructions = build.file().instructions;
    auto const behind =
        instructions.subspan(std::min<std::size_t>(build.position_of(shell), instructions.size()));
    if (behind.size() > most) return true;
    return std::ranges::any_of(behind, [](ast::Instruction const& instruction) {
        auto const* const run = ast::get_if<ast::Run>(&instruction.node);
        if (run == nullptr || run->command.json) return false;
        return begins_with_head(instruction.heredocs.empty() ? run->command.text.text()
                                                             : instruction.heredocs[0].body);
    });
}

}  // namespace

char shell_quote(PowerShellScript const& script, std::string_view source) {
    bool const is_of_shell = script.way == PowerShellScript::Way::wrapper && !script.on_windows;
    if (!is_of_shell || script.wrapper.end >= source.size()) return 0;
    auto const first = source[script.wrapper.end];
    return first == '"' || first == '\'' ? first : '\0';
}

std::optional<SettingEdit> setting_edit(PowerShellScript const& script, std::string_view statement,
                                        Build const& build) {
    using Way = PowerShellScript::Way;
    if (begins_with_head(script.text.text())) return std::nullopt;
    std::string const text(statement);
    if (script.shell != nullptr) {
        if (may_break_one_of(*script.shell, build)) return std::nullopt;
        auto const& words = ast::get<ast::Shell>(script.shell->node).command.words;
        auto const end = words.back().span.end;
        if (script.prelude == nullptr) return SettingEdit{end, ", \"" + text + "\""};
        bool const has_blank = script.prelude->text.ends_with(' ');
        return SettingEdit{end - 1, has_blank ? text : " " + text};
    }
    auto const blanks = script.text.text().find_first_not_of(" \t\r\n");
    auto const begin = script.text.source_offset(
        blanks == std::string_view::npos ? 0 : static_cast<std::uint32_t>(blanks));
    if (script.way == Way::heredoc) {
        bool const is_plain =
            !script.instruction->heredocs[0].expand && !script.text.text().starts_with("#!");
        if (!is_plain) return std::nullopt;
        return SettingEdit{begin, text + "\n"};
    }
    if (script.way != Way::wrapper) return std::nullopt;
    if (script.on_windows) return SettingEdit{begin, text + " "};
    // In its double quotes a POSIX shell would expand it, in others end at those of the statement.
    auto const quote = shell_quote(script, build.source().bytes());
    if (quote == '"') return SettingEdit{begin, '\\' + text + ' '};
    if (quote == 0) return std::nullopt;
    auto with_double = text + ' ';
    std::ranges::replace(with_double, '\'', '"');
    return SettingEdit{begin, with_double};
}

}  // namespace dockcheck::model
