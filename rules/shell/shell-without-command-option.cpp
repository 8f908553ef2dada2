// Finds SHELL that makes a shell look for a file instead of running a command.
#include "rules/shell/shell-without-command-option.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::shell_without_command_option {
namespace {

constexpr model::WordList shells = " sh bash ash dash ksh mksh zsh ";

/// True when the words start a shell that takes a command for the name of a file.
bool reads_file(std::span<ast::Word const> words) {
    if (words.empty() || !shells.holds(base_name(words.front().text.text()))) return false;
    bool takes_value = false;  // -o pipefail
    for (auto const& word : words.subspan(1)) {
        auto const text = word.text.text();
        // A script that gets the command as its argument.
        if (text == "--" || (!text.starts_with('-') && !takes_value)) return false;
        bool const is_letters = text.starts_with('-') && !text.starts_with("--");
        // -s reads from standard input.
        if (is_letters && text.find_first_of("cs") != text.npos) return false;
        takes_value = is_letters && text.find('o') != text.npos;
    }
    return true;
}

/// The text that an instruction gives to the shell; empty where it needs none.
std::string_view shell_form(ast::Instruction const& instruction) {
    ast::CommandForm const* form = nullptr;
    if (auto const* const run = ast::get_if<ast::Run>(&instruction.node)) form = &run->command;
    if (auto const* const cmd = ast::get_if<ast::Cmd>(&instruction.node)) form = &cmd->command;
    if (auto const* const entrypoint = ast::get_if<ast::Entrypoint>(&instruction.node)) {
        form = &entrypoint->command;
    }
    bool const has_text = form != nullptr && !form->json && instruction.heredocs.empty();
    return has_text ? form->text.text() : std::string_view{};
}

/// The first word of a command.
std::string_view beginning(std::string_view text) {
    return text.substr(0, text.find_first_of(" \t"));
}

void check(model::Stage const& stage, Pass& pass) {
    ast::Shell const* shell = nullptr;
    for (auto const& instruction : stage.instructions) {
        if (auto const* const other = ast::get_if<ast::Shell>(&instruction.node)) {
            bool const is_wrong = other->command.json && reads_file(other->command.words);
            shell = is_wrong ? other : nullptr;
        }
        if (shell == nullptr) continue;
        auto const text = shell_form(instruction);
        // A single word may be the file.
        if (text.find_first_of(" \t") == text.npos) continue;
        auto const& words = shell->command.words;
        pass.report(shell->command.span, file_name, words.front().text.text(), beginning(text))
            .insert(words.back().span.end, R"(, "-c")");
        shell = nullptr;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_without_command_option
