// `dockcheck completions SHELL`.
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/completion_values.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/names.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::array<std::string_view, 3> shells{"bash", "zsh", "fish"};

/// In single quotes, as all three shells read them.
std::string shell_quoted(std::string_view text) {
    std::string result = "'";
    for (char const c : text) {
        if (c == '\'') {
            result += "'\\''";
        } else {
            result += c;
        }
    }
    return result + "'";
}

std::string joined_names(OptionRow const& row, std::string_view separator) {
    std::string result;
    for (auto const name : option_names(row)) {
        if (!result.empty()) result += separator;
        result += name;
    }
    return result;
}

std::string command_names(std::string_view separator) {
    std::string result;
    for (auto const& command : commands()) {
        if (command.run == nullptr) continue;
        if (!result.empty()) result += separator;
        result += command.name;
    }
    return result;
}

/// What bash does behind an option.
std::string bash_reply(OptionRow const& row) {
    switch (value_kind(row)) {
        case ValueKind::none:
        case ValueKind::some:
            return "return";
        case ValueKind::rules:
            return "_dockcheck_rules; return";
        case ValueKind::file:
            return "_dockcheck_files; return";
        case ValueKind::folder:
            return "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$cur\")); "
                   "return";
        case ValueKind::choice:
            break;
    }
    // Only the formats differ between commands.
    std::string cases;
    if (is_option_of(row, "--format")) {
        for (auto const& command : commands()) {
            if (command.formats.empty()) continue;
            cases += fmt::format("{}) _dockcheck_words {}; return ;; ", command.name,
                                 shell_quoted(command.formats));
        }
        if (!cases.empty()) cases = "case $command in " + cases + "esac; ";
    }
    return cases
           + fmt::format("_dockcheck_words {}; return",
                         shell_quoted(choices(commands().front(), row)));
}

constexpr std::string_view bash_head = R"(# Made by "dockcheck completions bash".
_dockcheck_words() {
    local IFS=$' \n'
    COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

_dockcheck_files() {
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
}

)";

constexpr std::string_view bash_rules = R"(
# The last name of a list with commas.
_dockcheck_rules() {
    local before= last=$cur IFS=$' \n'
    if [[ $cur == *,* ]]; then
        before=${cur%,*}, last=${cur##*,}
    fi
    COMPREPLY=($(compgen -P "$before" -W "$_dockcheck_rule_names" -- "$last"))
}

_dockcheck() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=check
    # bash takes --format=sarif apart.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = && COMP_CWORD -gt 2 ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    COMPREPLY=()
)";

std::string_view zsh_action(ValueKind kind) {
    switch (kind) {
        case ValueKind::rules:
            return "_dockcheck_rules";
        case ValueKind::file:
            return "_files";
        case ValueKind::folder:
            return "_files -/";
        case ValueKind::none:
        case ValueKind::some:
        case ValueKind::choice:
            break;
    }
    return {};
}

/// Text within the brackets of _arguments.
std::string zsh_text(std::string_view text) {
    std::string result;
    for (char const c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

std::string zsh_option(Command const& command, OptionRow const& row) {
    auto const kind = value_kind(row);
    auto end = fmt::format("[{}]", zsh_text(row.help));
    if (kind == ValueKind::choice) {
        end += fmt::format(":{}:({})", zsh_text(row.value), choices(command, row));
    } else if (kind != ValueKind::none) {
        end += fmt::format(":{}:{}", zsh_text(row.value), zsh_action(kind));
    }
    auto const names = option_names(row);
    bool const repeats = row.list != nullptr;
    auto const once = repeats ? "*" : fmt::format("({})", joined_names(row, " "));
    std::string result;
    for (auto const name : names) {
        bool const takes_equals = kind != ValueKind::none && name.starts_with("--");
        result += fmt::format(
            "        {} \\\n",
            shell_quoted(fmt::format("{}{}{}{}", once, name, takes_equals ? "=" : "", end)));
    }
    return result;
}

std::string zsh_command(Command const& command) {
    auto result = fmt::format("    ({})\n      _arguments -s -S : \\\n", command.name);
    for (auto const& row : check_options()) {
        if (is_option_of(row, command.options)) result += zsh_option(command, row);
    }
    auto const words = positional_words(command);
    if (command.words == "path" || command.words == "hadolint") {
        result += command.words == "path" ? "        '*:file:_files'"
                                          : "        '1:tool:(hadolint)' '2:file:_files'";
    } else if (words.empty()) {
        result += "        ''";
    } else {
        result += fmt::format("        '1:{}:({})'", command.words, words);
    }
    return result + " ;;\n";
}

std::string fish_option(OptionRow const& row, std::string const& condition,
                        Command const& command) {
    auto result = "complete -c dockcheck -n " + shell_quoted(condition);
    for (auto const name : option_names(row)) {
        result += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                         : fmt::format(" -s {}", name.substr(1));
    }
    switch (value_kind(row)) {
        case ValueKind::none:
            break;
        case ValueKind::some:
            result += " -x";
            break;
        case ValueKind::choice:
            result += " -x -a " + shell_quoted(choices(command, row));
            break;
        case ValueKind::rules:
            result += " -x -a '$__dockcheck_rules'";
            break;
        case ValueKind::file:
            result += " -r -F";
            break;
        case ValueKind::folder:
            result += " -x -a '(__fish_complete_directories)'";
            break;
    }
    return result + " -d " + shell_quoted(row.help) + "\n";
}

}  // namespace

std::string bash_completions() {
    std::string result(bash_head);
    result += "_dockcheck_rule_names=" + shell_quoted(rule_words()) + "\n";
    result += bash_rules;
    result += fmt::format(
        "    if [[ COMP_CWORD -gt 1 ]]; then\n        case ${{COMP_WORDS[1]}} in\n"
        "            {}) command=${{COMP_WORDS[1]}} ;;\n        esac\n    fi\n",
        command_names("|"));
    result += "    case $prev in\n";
    for (auto const& row : check_options()) {
        if (row.flag != nullptr) continue;
        result += fmt::format("        {}) {} ;;\n", joined_names(row, "|"), bash_reply(row));
    }
    result += "    esac\n    if [[ $cur == -* ]]; then\n        case $command in\n";
    for (auto const& command : commands()) {
        if (command.run == nullptr) continue;
        std::string options;
        for (auto const& row : check_options()) {
            if (is_option_of(row, command.options)) options += joined_names(row, " ") + " ";
        }
        while (options.ends_with(' ')) options.pop_back();
        result += fmt::format("            {}) _dockcheck_words {} ;;\n", command.name,
                              shell_quoted(options));
    }
    result += "        esac\n        return\n    fi\n    case $command in\n";
    for (auto const& command : commands()) {
        auto const words = positional_words(command);
        if (command.run == nullptr || words.empty()) continue;
        result +=
            fmt::format("        {}) _dockcheck_words {} ;;\n", command.name, shell_quoted(words));
    }
    result += "        init|rules|version) ;;\n        *) _dockcheck_files ;;\n    esac\n"
              "    if [[ COMP_CWORD -eq 1 ]]; then\n        local IFS=$' \\n'\n"
              "        COMPREPLY+=($(compgen -W "
              + shell_quoted(command_names(" "))
              + " -- \"$cur\"))\n    elif [[ $command == migrate && COMP_CWORD -gt 2 ]]; then\n"
                "        _dockcheck_files\n    fi\n}\n\ncomplete -F _dockcheck dockcheck\n";
    return result;
}

std::string zsh_completions() {
    std::string result =
        "#compdef dockcheck\n# Made by \"dockcheck completions zsh\".\n\n"
        "_dockcheck_rules() {\n  local -a rules\n  rules=("
        + rule_words()
        + ")\n  _sequence compadd - $rules\n}\n\n_dockcheck() {\n  local -a commands\n"
          "  commands=(\n";
    for (auto const& command : commands()) {
        if (command.run == nullptr) continue;
        result += "    " + shell_quoted(fmt::format("{}:{}", command.name, command.summary)) + "\n";
    }
    result += "  )\n  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
              "    _describe -t commands command commands\n    _files\n    return\n  fi\n"
              "  local command=$words[2]\n  case $command in\n    ("
              + command_names("|")
              + ")\n      shift words\n      (( CURRENT-- )) ;;\n    (*)\n      command=check ;;\n"
                "  esac\n  case $command in\n";
    for (auto const& command : commands()) {
        if (command.run != nullptr) result += zsh_command(command);
    }
    return result + "  esac\n}\n\nif [[ $funcstack[1] == _dockcheck ]]; then\n  _dockcheck \"$@\"\n"
                    "else\n  compdef _dockcheck dockcheck\nfi\n";
}

std::string fish_completions() {
    std::string result = "# Made by \"dockcheck completions fish\".\nset -g __dockcheck_rules "
                         + rule_words() + "\n";
    std::string others;
    for (auto const& command : commands()) {
        if (command.run == nullptr) continue;
        result += fmt::format("complete -c dockcheck -n __fish_use_subcommand -a {} -d {}\n",
                              command.name, shell_quoted(command.summary));
        if (command.options != "all") others += fmt::format(" {}", command.name);
    }
    auto const of_check = "not __fish_seen_subcommand_from" + others;
    for (auto const& row : check_options()) {
        if (is_option_of(row, "all")) result += fish_option(row, of_check, commands().front());
    }
    for (auto const& command : commands()) {
        if (command.run == nullptr || command.options == "all") continue;
        auto const condition = fmt::format("__fish_seen_subcommand_from {}", command.name);
        for (auto const& row : check_options()) {
            if (is_option_of(row, command.options)) result += fish_option(row, condition, command);
        }
        auto const takes_files = command.words == "hadolint" || command.words == "path";
        auto const files = takes_files ? "" : " -f";
        auto const words = positional_words(command);
        result += fmt::format("complete -c dockcheck -n {}{}", shell_quoted(condition), files);
        if (!words.empty()) result += " -a " + shell_quoted(words);
        result += "\n";
    }
    return result;
}

int completions_command(Words words) {
    auto const arguments = parse_some(words, options_of("completions"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("completions");
    if (arguments->paths.size() != 1) return usage_error("completions: name bash, zsh or fish");
    auto const& shell = arguments->paths.front();
    if (shell == "bash") return print(bash_completions());
    if (shell == "zsh") return print(zsh_completions());
    if (shell == "fish") return print(fish_completions());
    return usage_error(fmt::format("completions: no shell \"{}\" is known{}", shell,
                                   config::suggestion(shell, shells)));
}

}  // namespace dockcheck::cli
