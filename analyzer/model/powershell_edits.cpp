// Where a setting is written so that it holds for a PowerShell script.
#include "analyzer/model/powershell_edits.hpp"

#include <algorithm>

namespace dockcheck::model {

char shell_quote(PowerShellScript const& script, std::string_view source) {
    bool const is_of_shell = script.way == PowerShellScript::Way::wrapper && !script.on_windows;
    if (!is_of_shell || script.wrapper.end >= source.size()) return 0;
    auto const first = source[script.wrapper.end];
    return first == '"' || first == '\'' ? first : '\0';
}

std::optional<SettingEdit> setting_edit(PowerShellScript const& script, std::string_view statement,
                                        std::string_view source) {
    using Way = PowerShellScript::Way;
    std::string const text(statement);
    if (script.shell != nullptr) {
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
    auto const quote = shell_quote(script, source);
    if (quote == '"') return SettingEdit{begin, '\\' + text + ' '};
    if (quote == 0) return std::nullopt;
    auto with_double = text + ' ';
    std::ranges::replace(with_double, '\'', '"');
    return SettingEdit{begin, with_double};
}

}  // namespace dockcheck::model
