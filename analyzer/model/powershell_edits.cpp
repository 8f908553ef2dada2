// Where a setting is written so that it holds for a PowerShell script.
#include "analyzer/model/powershell_edits.hpp"

namespace dockcheck::model {

std::optional<SettingEdit> setting_edit(PowerShellScript const& script,
                                        std::string_view statement) {
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
    // A POSIX shell would expand it, or end its own quotes at those of the statement.
    if (script.way != Way::wrapper || !script.on_windows) return std::nullopt;
    return SettingEdit{begin, text + " "};
}

}  // namespace dockcheck::model
