// Which shell reads the shell form: what the base image brings, SHELL, and commands that replace
// /bin/sh.
#include <algorithm>

#include "analyzer/model/builder.hpp"
#include "analyzer/model/default_shell.hpp"

namespace dockcheck::model {
namespace {

std::string_view shell_name(std::string_view path) {
    auto const slash = path.find_last_of("/\\");
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
    static constexpr std::string_view all_suffixes[] = {".exe", ".EXE"};
    for (auto const suffix : all_suffixes) {
        if (path.ends_with(suffix)) path.remove_suffix(suffix.size());
    }
    return path;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

void Builder::set_shell(std::span<Argument const> words) {
    auto& shell = current_.shell;
    shell.has_pipefail = false;
    shell.has_errexit = false;
    shell.kind = ShellKind::unknown;
    shell.is_known = true;
    if (words.empty()) return;
    auto const program = shell_name(words.front().value.text_or_empty());
    if (program == "bash") shell.kind = ShellKind::bash;
    if (program == "dash") shell.kind = ShellKind::posix;
    if (program == "ash" || program == "busybox") shell.kind = ShellKind::busybox;
    if (program == "sh") {
        shell.kind = shell.plain_sh;
        shell.is_known = shell.plain_sh_is_known;
    }
    if (equals_ignoring_case(program, "powershell") || equals_ignoring_case(program, "pwsh")) {
        shell.kind = ShellKind::powershell;
    }
    if (equals_ignoring_case(program, "cmd")) shell.kind = ShellKind::cmd;
    for (auto const& word : words.subspan(1)) {
        auto const text = word.value.text_or_empty();
        if (text == "pipefail") shell.has_pipefail = true;
        bool const letters = text.size() > 1 && text[0] == '-' && text[1] != '-';
        bool const has_letter = letters && text.find('e') != std::string_view::npos;
        if (text == "errexit" || has_letter) shell.has_errexit = true;
    }
}

void Builder::notice_replaced_shell(std::span<Command const> commands) {
    using Kind = ShellChange::Kind;
    bool const is_replaced = std::ranges::any_of(commands, [](Command const& command) {
        auto const kind = shell_change_by(command).kind;
        return kind == Kind::replaced || kind == Kind::reconfigured;
    });
    if (!is_replaced) return;
    auto& shell = current_.shell;
    if (shell.kind == shell.plain_sh) shell.is_known = false;
    shell.plain_sh_is_known = false;
}

}  // namespace dockcheck::model
