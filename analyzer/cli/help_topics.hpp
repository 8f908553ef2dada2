// The texts of help that are no lists of options: paragraphs, and lines that begin with blanks.
#pragma once

#include <string_view>

namespace dockcheck::cli {

extern std::string_view const check_intro;
extern std::string_view const fix_intro;
extern std::string_view const explain_intro;
extern std::string_view const rules_intro;
extern std::string_view const plan_intro;
extern std::string_view const config_command_intro;
extern std::string_view const init_intro;
extern std::string_view const categories_intro;
extern std::string_view const migrate_intro;
extern std::string_view const completions_intro;
extern std::string_view const lsp_intro;
extern std::string_view const configuration_topic;
extern std::string_view const ignores_topic;
extern std::string_view const formats_intro;
extern std::string_view const formats_end;
extern std::string_view const exit_status;

}  // namespace dockcheck::cli
