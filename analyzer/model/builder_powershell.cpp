// Which scripts of a RUN PowerShell reads: by SHELL, by a wrapper, as words, in a heredoc.
#include <algorithm>
#include <vector>

#include "analyzer/model/builder.hpp"
#include "analyzer/model/powershell_text.hpp"
#include "analyzer/syntax/powershell/parse.hpp"
#include "analyzer/text/mapped_text.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

using Way = PowerShellScript::Way;

/// The words joined by blanks, as PowerShell itself does it.
Mapped joined_by_blanks(std::span<Argument const> words, Arena& arena) {
    MappedText text;
    for (auto const& word : words) {
        if (!text.empty()) text.append(" ", word.span.begin);
        text.append(word.raw);
    }
    return text.done(arena);
}

std::vector<std::string_view> texts_of(std::span<Argument const> words) {
    std::vector<std::string_view> texts;
    for (auto const& word : words) texts.push_back(word.value.text_or_empty());
    return texts;
}

/// The first line of a heredoc when it begins with `#!`, else empty.
std::string_view shebang_line(std::string_view body) {
    if (!body.starts_with("#!")) return {};
    return body.substr(0, body.find('\n'));
}

/// The script behind `pwsh -Command` among the words of a POSIX shell, all of one kind.
std::optional<Mapped> script_of_words(Command const& command, std::size_t first, Arena& arena) {
    auto const words = command.arguments.subspan(first);
    if (command.exec_form) return joined_by_blanks(words, arena);
    MappedText text;
    for (auto const& word : words) {
        auto const plain = text_of_shell_word(word.raw, arena);
        if (!plain) return std::nullopt;
        if (!text.empty()) text.append(" ", word.span.begin);
        text.append(*plain);
    }
    return text.done(arena);
}

/// The heredoc that a command reads, when nothing in it is expanded before.
ast::Heredoc const* heredoc_read_by(Command const& command) {
    auto const heredocs = command.instruction->heredocs;
    for (auto const& redirection : command.redirections) {
        if (!redirection.operation.starts_with("<<")) continue;
        auto const behind =
            std::ranges::upper_bound(heredocs, redirection.span.begin, {},
                                     [](ast::Heredoc const& each) { return each.marker.begin; });
        if (behind == heredocs.begin()) continue;
        auto const& heredoc = *(behind - 1);
        bool const is_plain =
            !heredoc.expand || heredoc.body.find_first_of("$`\\") == std::string_view::npos;
        if (redirection.span.end <= heredoc.marker.end && is_plain) return &heredoc;
    }
    return nullptr;
}

/// The functions that a script defines.
std::span<std::string_view const> functions_of(powershell::Tree const& tree, Arena& arena) {
    ArenaVector<std::string_view> names(arena);
    for (auto const& node : tree.nodes) {
        if (node.kind == powershell::Kind::name) names.push_back(tree.text_of(node));
    }
    std::ranges::sort(names, [](std::string_view a, std::string_view b) {
        return compare_without_case(a, b) < 0;
    });
    return names.items();
}

/// True where the words ask for a script from standard input.
bool reads_standard_input(std::span<std::string_view const> words) {
    return std::ranges::all_of(words.subspan(1), [](std::string_view word) {
        return word.starts_with('-') && word != "-?";
    });
}

}  // namespace

/// Reads what SHELL names when it is PowerShell, and what it puts in front of each script.
void Builder::set_powershell(ast::Instruction const& at, std::span<Argument const> words) {
    current_.shell.powershell = nullptr;
    if (current_.shell.kind != ShellKind::powershell) return;
    auto& shell = *arena_.make<CurrentPowerShell>();
    current_.shell.powershell = &shell;
    shell.instruction = &at;
    auto const texts = texts_of(words);
    shell.is_core = is_powershell_core(texts.front());
    auto const begin = powershell_script_word(texts);
    // Windows PowerShell takes for a script what no option announces.
    bool const is_bare = !begin && !shell.is_core && texts.size() == 1;
    shell.takes_script = begin.has_value() || is_bare;
    if (!begin || *begin >= words.size()) return;
    auto const text = joined_by_blanks(words.subspan(*begin), arena_);
    shell.prelude = arena_.make<powershell::Tree>(powershell::parse(text.text(), arena_));
    auto const last = text.text().find_last_not_of(" \t");
    bool const is_whole = shell.prelude->first_error == nullptr && last != std::string_view::npos
                          && text.text()[last] == ';';
    if (!is_whole) shell.takes_script = false;
}

void Builder::add_powershell(PowerShellScript script) {
    if (script.text.empty()) return;
    script.tree = powershell::parse(script.text.text(), arena_);
    if (script.tree.first_error != nullptr) return;
    script.functions = functions_of(script.tree, arena_);
    current_.powershell_scripts.push_back(arena_.make<PowerShellScript>(script));
}

/// A RUN under a SHELL that is PowerShell.
void Builder::read_powershell_form(ast::CommandForm const& form, PowerShellScript script) {
    if (current_.shell.powershell == nullptr) return;
    auto const& shell = *current_.shell.powershell;
    if (!shell.takes_script) return;
    script.is_core = shell.is_core;
    script.prelude = shell.prelude;
    script.shell = shell.instruction;
    script.on_windows = script.on_windows || !shell.is_core || build_.file_.escape == '`';
    auto const heredocs = script.instruction->heredocs;
    if (!heredocs.empty()) {
        if (heredocs.size() > 1 || form.text.source() != heredocs[0].marker) return;
        auto const shebang = shebang_line(heredocs[0].body);
        if (!shebang.empty() && shebang.find("pwsh") == std::string_view::npos) return;
        script.way = Way::heredoc;
        script.text = Mapped(heredocs[0].body, heredocs[0].body_span.begin);
        return add_powershell(script);
    }
    // Builders differ in what they do with quotes; who writes \" knows one that takes them off.
    bool const has_escapes = form.text.text().find("\\\"") != std::string_view::npos;
    if (has_escapes && !script.on_windows) return;
    script.text = has_escapes ? windows_argument_text(form.text, arena_) : form.text;
    add_powershell(script);
}

/// `powershell -Command ...` in a line that cmd reads.
void Builder::read_powershell_line(ast::CommandForm const& form, PowerShellScript script) {
    if (!script.instruction->heredocs.empty()) return;
    PowerShellStarts starts(form.text);
    while (auto const start = starts.next()) {
        auto const text = text_behind_cmd(start->script, arena_);
        if (!text) continue;
        script.way = Way::wrapper;
        script.is_core = start->is_core;
        script.on_windows = true;
        script.is_quoted = start->script.text().find('"') != std::string_view::npos;
        script.wrapper = start->wrapper.source();
        script.text = *text;
        add_powershell(script);
    }
}

/// `pwsh -Command ...` among the commands of another shell, or as a JSON form.
void Builder::read_powershell_commands(std::span<Command const> commands, PowerShellScript script) {
    for (auto const& command : commands) {
        if (command.arguments.empty() || !is_powershell(command.argument(0))) continue;
        auto const texts = texts_of(command.arguments);
        script.is_core = is_powershell_core(texts.front());
        auto const begin = powershell_script_word(texts);
        auto const* const heredoc = heredoc_read_by(command);
        bool const reads_heredoc = heredoc != nullptr && reads_standard_input(texts);
        if (reads_heredoc) {
            script.way = Way::heredoc;
            script.text = Mapped(heredoc->body, heredoc->body_span.begin);
        } else if (begin && *begin < texts.size() && texts[*begin] != "-") {
            auto const text = script_of_words(command, *begin, arena_);
            if (!text) continue;
            script.way = command.exec_form ? Way::words : Way::wrapper;
            auto const& words = command.arguments;
            script.wrapper = {};
            if (!command.exec_form)
                script.wrapper = {words[0].span.begin, words[*begin].span.begin};
            script.is_quoted = !command.exec_form;
            script.text = *text;
        } else {
            continue;
        }
        add_powershell(script);
    }
}

/// Finds the scripts of a RUN that PowerShell reads. Files without it come no further than here.
void Builder::read_powershell(ast::Instruction const& at, ast::CommandForm const& form,
                              std::span<Command const> commands) {
    if (in_trigger_ || build_.image_ != nullptr) return;
    auto const kind = current_.shell.kind;
    PowerShellScript script;
    script.instruction = &at;
    script.on_windows = build_.stages_[stage_count_ - 1].is_windows;
    if (!form.json && kind == ShellKind::powershell) return read_powershell_form(form, script);
    // Windows PowerShell is part of Windows, whatever the base is.
    bool const starts_windows_one = !commands.empty() && is_powershell(commands[0].program)
                                    && !is_powershell_core(commands[0].program);
    bool const is_for_cmd = kind == ShellKind::cmd || kind == ShellKind::unknown
                            || (!current_.shell.is_known && starts_windows_one);
    if (!form.json && is_for_cmd) return read_powershell_line(form, script);
    if (!at.heredocs.empty() && form.text.source() == at.heredocs[0].marker
        && shebang_line(at.heredocs[0].body).find("pwsh") != std::string_view::npos) {
        script.way = Way::heredoc;
        script.is_core = true;
        script.text = Mapped(at.heredocs[0].body, at.heredocs[0].body_span.begin);
        return add_powershell(script);
    }
    read_powershell_commands(commands, script);
}

}  // namespace dockcheck::model
