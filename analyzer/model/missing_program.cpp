// Looks for each word of a start that names a program.
#include "analyzer/model/missing_program.hpp"

#include <algorithm>

#include "analyzer/model/program_search.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {

bool may_lack_started_program(Build const& build, Stage const& stage) {
    auto const& start = start_of(build, stage);
    if (!start.is_certain || start.instruction == nullptr) return true;
    auto const is_missing = [&](std::string_view name) {
        return !name.empty() && name.find('/') == name.npos
               && find_program(build, stage, name) == knowledge::Brings::no;
    };
    auto const& config = stage.config;
    bool const is_entrypoint = start.instruction->keyword == ast::Keyword::entrypoint;
    auto const& setting = is_entrypoint ? config.entrypoint : config.cmd;
    bool const needs_shell =
        setting.is_set() && setting.value.shell_form && setting.value.shell.is_absent();
    if (needs_shell && is_missing("sh")) return true;
    return std::ranges::any_of(start.commands, [&](Command const& command) {
        if (command.arguments.empty() || command.is_conditional || command.in_substitution)
            return false;
        bool const has_wrapper = command.exec_form && !command.wrapper_words.empty();
        return is_missing(command.arguments.front().value.text_or_empty())
               || (has_wrapper && is_missing(command.wrapper_words.front().value.text_or_empty()));
    });
}

}  // namespace dockcheck::model
