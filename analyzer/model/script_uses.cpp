// The variables that the script of a RUN reads and certainly does not set.
#include <algorithm>

#include "analyzer/model/script_words.hpp"
#include "analyzer/model/shell_script.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

constexpr WordTable names_of_shells =
    " HOME PATH PWD OLDPWD HOSTNAME TERM SHELL SHLVL IFS PPID LINENO OPTARG OPTIND REPLY UID EUID "
    "GROUPS RANDOM SECONDS MACHTYPE HOSTTYPE OSTYPE USER LOGNAME FUNCNAME PS1 PS2 PS4 DIRSTACK "
    "COLUMNS LINES PIPESTATUS EPOCHSECONDS ";

constexpr WordTable names_of_proxies =
    " HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy ftp_proxy "
    "no_proxy all_proxy ";

/// What reads variables from somewhere else.
constexpr WordList programs_that_read = " . source eval ";

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// True when the name stands in the script in another way than read by `$NAME` or `${NAME`: it may
/// be set there.
bool may_be_set_in(std::string_view script, std::string_view name) {
    for (auto at = script.find(name); at != std::string_view::npos;
         at = script.find(name, at + name.size())) {
        auto const end = at + name.size();
        bool const is_whole = (at == 0 || !is_name_byte(script[at - 1]))
                              && (end == script.size() || !is_name_byte(script[end]));
        if (!is_whole) continue;
        auto const before = script.substr(0, at);
        if (!before.ends_with('$') && !before.ends_with("${")) return true;
        auto const behind = script.substr(end, 2);
        if (behind.starts_with('=') || behind == ":=") return true;
    }
    return false;
}

/// True when the commands of the instruction are known and none of them reads variables from
/// somewhere else.
bool keeps_to_itself(Stage const& stage, ast::Instruction const& instruction) {
    bool is_known = false;
    for (auto const& command : stage.commands_of(instruction)) {
        is_known = true;
        auto const program = command.program;
        if (programs_that_read.holds(program)) return false;
        // A program that nobody can see may be `.` as well.
        if (program.empty() && !command.arguments.empty()) return false;
    }
    return is_known;
}

bool reads_variables(Stage const& stage, ast::Instruction const& instruction) {
    return std::ranges::any_of(stage.scripts_of(instruction), [](ShellScript const* script) {
        return script->holds(shell::Kind::parameter);
    });
}

}  // namespace

std::vector<VariableUse> script_uses(Build const& build, ast::Instruction const& instruction) {
    return script_uses(build, instruction, [](std::string_view) { return true; });
}

std::vector<VariableUse> script_uses(Build const& build, ast::Instruction const& instruction,
                                     FunctionRef<bool(std::string_view)> is_wanted) {
    if (instruction.keyword != ast::Keyword::run || !build.may_use_variables(instruction))
        return {};
    auto const* const stage = build.stage_of(instruction);
    if (stage == nullptr || !reads_variables(*stage, instruction)) return {};
    if (!keeps_to_itself(*stage, instruction)) return {};
    std::vector<VariableUse> uses;
    // Each name is looked for in the whole script: one that no person wrote is left out.
    constexpr std::size_t most_bytes = std::size_t{16} << 20;
    std::size_t bytes = 0;
    for (auto const* const script : stage->scripts_of(instruction)) {
        if (script->is_nested) continue;
        if (script->tree.first_error != nullptr) return {};
        auto const text = script->text.text();
        for (auto const& node : script->tree.nodes) {
            if (node.kind != shell::Kind::parameter) continue;
            auto const name = parameter_name(script->tree, node);
            bytes += text.size();
            if (bytes > most_bytes) return {};
            if (name.empty() || !is_wanted(name) || may_be_set_in(text, name)) continue;
            uses.push_back({name, script->span(node), {}, false});
        }
    }
    return uses;
}

bool is_proxy_argument(std::string_view name) { return names_of_proxies.holds(name); }

bool is_set_by_shell(std::string_view name) {
    return name.starts_with("BASH") || names_of_shells.holds(name) || is_proxy_argument(name);
}

}  // namespace dockcheck::model
