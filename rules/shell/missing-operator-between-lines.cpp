// Finds commands that a missing && makes arguments of the line above.
#include "rules/shell/missing-operator-between-lines.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::missing_operator_between_lines {
namespace {

using model::Argument;
using model::Command;

constexpr model::WordList managers =
    " apt-get apt yum dnf microdnf apk zypper npm yarn pip pip3 gem ";
constexpr model::WordList writers = " echo printf cat ";
/// Of these one with its own name among its arguments is two of them.
constexpr model::WordList never_twice = " rm mkdir touch chmod chown cp mv ln ";
constexpr model::WordList verbs =
    " install update upgrade add clean remove purge autoremove autoclean dist-upgrade makecache "
    "del ci run ";

bool is_mode(std::string_view text) {
    bool const is_number =
        text.size() >= 3 && text.size() <= 4 && text.find_first_not_of("01234567") == text.npos;
    return is_number || text == "-R" || text.find("+x") != text.npos;
}

bool is_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

bool is_path(std::string_view text) {
    return text.starts_with('/') || text.starts_with("./") || text.starts_with("~")
           || text.starts_with('$');
}

/// True when the word names a program and the one behind it is what this program takes: `rm -rf`,
/// `yum install`. Among packages, a name with an option behind it may be a package all the same.
bool begins_command(std::string_view name, Argument const& next, bool among_packages) {
    auto const text = next.raw.text();
    auto const is_option = text.starts_with('-');
    if (managers.holds(name)) return verbs.holds(text);
    if (name == "rm") return is_option && text.find_first_of("rf") != text.npos;
    if (name == "mkdir") return text == "-p" || is_path(text);
    if (name == "chmod") return is_mode(text);
    if (name == "chown") return text == "-R" || text.find(':') != text.npos;
    if (name == "cd" || name == "touch") return is_path(text);
    if (name == "ln") return text.starts_with("-s");
    if (name == "git") return text == "clone";
    if (name == "sed") return text.starts_with("-i");
    if (name == "tar") return text.starts_with("-x") || text.starts_with("-z");
    if (name == "export") return text.find('=') != text.npos;
    if (name == "echo") return next.quoted || text == "-e" || text == "-n";
    if (name == "wget" || name == "curl") return is_address(text) || (is_option && !among_packages);
    return (name == "useradd" || name == "groupadd" || name == "unzip") && is_option
           && !among_packages;
}

/// True when what the command says goes into a file in front of the place.
bool has_written(Command const& command, std::uint32_t place) {
    return std::ranges::any_of(command.redirections, [&](model::Redirection const& redirection) {
        return redirection.operation.starts_with('>') && redirection.span.end <= place;
    });
}

/// Where the last word or redirection in front of an argument ends.
std::uint32_t end_before(Command const& command, std::size_t index) {
    auto const place = command.arguments[index].span.begin;
    auto end = command.arguments[index - 1].span.end;
    for (auto const& redirection : command.redirections) {
        if (redirection.span.end <= place) end = std::max(end, redirection.span.end);
    }
    return end;
}

/// `set -- npm run start`: the words are kept for `exec "$@"`.
bool keeps_words(Command const& command, std::size_t index) {
    if (command.program != "set") return false;
    for (std::size_t i = 1; i < index; ++i) {
        if (command.argument(i) == "--") return true;
    }
    return false;
}

bool is_lost(Command const& command, std::size_t index) {
    auto const& word = command.arguments[index];
    auto const name = word.value.text_or_empty();
    if (word.quoted || name.empty() || name != word.raw.text()) return false;
    if (keeps_words(command, index)) return false;
    auto const program = command.program;
    auto const& next = command.arguments[index + 1];
    if (writers.holds(program)) {
        // `echo "Installing"`: one text in quotes is what was to be said, and a whole command
        // follows.
        bool const is_whole = name == program || index + 2 < command.arguments.size();
        bool const has_said =
            index == 2 && command.arguments[1].quoted && program == "echo" && is_whole;
        if (!has_said && !has_written(command, word.span.begin)) return false;
        return name == program || begins_command(name, next, false);
    }
    if (name == program && never_twice.holds(program)) {
        auto const text = next.raw.text();
        return text.find('/') != text.npos || text.starts_with('-') || text.starts_with('$');
    }
    // This exports both, and a variable called export.
    if (name == program && name == "export") return false;
    return begins_command(name, next, managers.holds(program));
}

bool has_newline(std::string_view text) { return text.find('\n') != text.npos; }

/// True for programs that may run what they are given: `npm exec`, `yarn cross-env`, `git bisect`.
bool runs_words(Command const& command) {
    static constexpr model::WordList launchers = " npm yarn pnpm npx bun ";
    static constexpr model::WordList installs = " install ci add i ";
    if (launchers.holds(command.program)) return !installs.holds(command.argument(1));
    return command.program == "git" && command.argument(1) != "clone";
}

void check(Command const& command, Pass& pass) {
    if (command.script == nullptr || command.arguments.size() < 3) return;
    if (runs_words(command)) return;
    auto const whole = pass.text(command.span);
    if (!has_newline(whole)) return;
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        auto const end = end_before(command, i);
        auto const& word = command.arguments[i];
        if (end > word.span.begin) continue;
        bool const begins_line = has_newline(pass.text({end, word.span.begin}));
        if (!begins_line || !is_lost(command, i)) continue;
        // In a list with a word on each line it is one of them.
        auto const next = command.arguments[i + 1].span.begin;
        if (has_newline(pass.text({word.span.end, next}))) continue;
        auto finding = pass.report(word.span, joined, word.raw.text(), command.program);
        finding.insert(end, " &&");
        // The files behind a second rm go as well.
        if (command.program == "rm" && word.raw.text() == "rm") finding.severity(Severity::info);
        return;
    }
}

}  // namespace

// Their arguments are files, packages, addresses or text: none of them is a command to be run.
constinit Check const rule = on<check>().for_programs(
    " apt-get apt yum dnf microdnf apk zypper npm yarn pip pip3 gem rm mkdir touch chmod chown cd "
    "cp mv ln set export tar unzip sed git wget curl useradd groupadd adduser addgroup echo printf "
    "cat ");

}  // namespace dockcheck::rules::missing_operator_between_lines
