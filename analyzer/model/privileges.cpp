// Reading start commands and their scripts for a change of user.
#include "analyzer/model/privileges.hpp"

#include <algorithm>

#include "analyzer/knowledge/root_daemons.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, std::string_view const (&list)[N]) {
    return std::ranges::find(list, word) != std::ranges::end(list);
}

bool changes_user(std::string_view program) {
    static constexpr std::string_view programs[] = {"chpst",        "gosu",    "runuser",
                                                    "s6-setuidgid", "setpriv", "su",
                                                    "su-exec",      "sudo",    "setuidgid"};
    return is_one_of(program, programs);
}

bool begins_as_root(std::string_view program) {
    static constexpr std::string_view programs[] = {"apache2-foreground",
                                                    "cron",
                                                    "crond",
                                                    "dockerd",
                                                    "httpd-foreground",
                                                    "init",
                                                    "litefs",
                                                    "my_init",
                                                    "mysqld_safe",
                                                    "mysqld",
                                                    "service",
                                                    "runit",
                                                    "runsvdir",
                                                    "runsvdir-start",
                                                    "s6-svscan",
                                                    "sshd",
                                                    "start.sh",
                                                    "supervisord",
                                                    "systemd",
                                                    "tailscaled",
                                                    "tcpdump",
                                                    "openvpn",
                                                    "php-fpm",
                                                    "nginx"};
    return is_one_of(program, programs) || knowledge::is_root_daemon(program);
}

/// `/etc/init.d/x start`: what it starts has an account of its own, or needs root.
bool starts_daemon(Command const& command) {
    return command.argument(0).starts_with("/etc/init.d/");
}

/// An account as it stands behind an option: no number, no file, and not root.
bool is_account_name(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
    constexpr std::string_view others = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text != "root" && letters.find(text.front()) != text.npos
           && text.find_first_not_of(others) == text.npos;
}

/// `server -u nobody`, `--user=www-data`: the program changes to that account itself.
bool names_account(Command const& command) {
    constexpr std::string_view options[] = {"-u", "--user", "--uid", "--gid", "--group"};
    // -u of an interpreter is something else, and its operand behind it a file.
    if (command.program.starts_with("python") || command.program.starts_with("pypy")) return false;
    auto const words = command.arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.text_or_empty();
        auto const equals = std::min(text.find('='), text.size());
        if (!is_one_of(text.substr(0, equals), options)) continue;
        auto const value = equals < text.size() ? text.substr(equals + 1) : command.argument(i + 1);
        if (is_account_name(value)) return true;
    }
    return false;
}

/// A shell that waits for input: no script, no command.
bool is_interactive(Command const& command) {
    return is_shell(command.program)
           && std::ranges::all_of(command.arguments.subspan(1), [](Argument const& argument) {
                  auto const text = argument.value.text_or_empty();
                  return text == "-l" || text == "-i" || text == "--login" || text == "-il"
                         || text == "-li";
              });
}

bool looks_like_script(std::string_view program) {
    return program.ends_with(".sh") || program.ends_with(".bash")
           || program.find("entrypoint") != std::string_view::npos;
}

/// A word of a script that begins a change of user.
bool text_changes_user(std::string_view script) {
    static constexpr std::string_view all_words[] = {
        "gosu ", "su-exec ", "setpriv ", "runuser ",  "chpst ",   "s6-setuidgid ", "exec su ",
        "\nsu ", "sudo -u",  "sudo -E",  "exec sudo", "usermod ", "setuser "};
    for (auto const word : all_words) {
        if (script.find(word) != std::string_view::npos) return true;
    }
    return false;
}

/// True when a line of a script begins with a daemon that must begin as root: `exec cron -f`.
bool text_starts_daemon(std::string_view script) {
    while (!script.empty()) {
        auto const end = std::min(script.find('\n'), script.size());
        auto line = script.substr(0, end);
        script.remove_prefix(std::min(end + 1, script.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        constexpr std::string_view lead = "exec ";
        if (line.starts_with(lead)) line.remove_prefix(lead.size());
        auto const program = base_name(line.substr(0, line.find_first_of(" \t;&|\r")));
        if (!program.empty() && begins_as_root(program)) return true;
    }
    return false;
}

Privileges of_script(Build const& build, Stage const& stage, std::string_view path) {
    auto const joined = join_workdir(build.arena(), stage.config.workdir, Value(path), false);
    if (!joined.is_known() || stage.instructions.empty()) return Privileges::unknown;
    // A chmod behind the COPY leaves what the script says.
    auto const file = placed_file(build, stage, *joined.known());
    auto const* const source = file ? build.context()->read(*file) : nullptr;
    if (source == nullptr) return Privileges::unknown;
    if (text_starts_daemon(source->bytes())) return Privileges::needed;
    return text_changes_user(source->bytes()) ? Privileges::dropped : Privileges::kept;
}

/// False for entrypoint scripts of base images that may change the user, as those of databases do.
bool entrypoint_keeps_user(Stage const& stage) {
    return stage.config.entrypoint.origin.kind != Origin::Kind::known_base
           || runs_cmd_itself(stage);
}

/// Packages of daemons that change the user for those whom they serve, and a folder of one.
bool belongs_to_root_daemon(std::string_view word) {
    constexpr std::string_view words[] = {
        "cron",           "cronie", "dcron",         "openssh",
        "openssh-server", "vsftpd", "/var/run/sshd", "/run/sshd",
    };
    return is_one_of(word, words);
}

/// Programs that start others as another account, by the names of their packages as well.
bool changes_account(std::string_view word) {
    constexpr std::string_view words[] = {"gosu",        "su-exec", "setpriv",    "supervisor",
                                          "supervisord", "s6",      "s6-overlay", "s6-setuidgid",
                                          "s6-svscan",   "chpst",   "setuidgid"};
    static constexpr ByteSet first_letters("gsc");
    static constexpr ByteSet behind_name("=<>~@");
    if (word.empty() || !first_letters.holds(word.front())) return false;
    return is_one_of(word.substr(0, behind_name.find_in(word)), words);
}

/// A path or address that such a program is brought from or put to: `/usr/local/bin/gosu`.
bool brings_changer(std::string_view path) {
    static constexpr std::string_view parts[] = {"/gosu", "/su-exec", "s6-overlay"};
    for (auto const part : parts) {
        if (path.find(part) != path.npos) return true;
    }
    return false;
}

bool uses_changer(Command const& command) {
    if (command.use != Use::run) return false;
    bool const installs = manager_of(command) != Manager::none;
    if (changes_account(command.program)) return true;
    if (!command.wrapper_words.empty()) {
        auto const& wrapper = command.wrapper_words.front().value.text_or_empty();
        if (changes_account(wrapper)) return true;
    }
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        return (installs && changes_account(argument.value.text_or_empty()))
               || brings_changer(argument.value.known_prefix());
    });
}

Privileges find_privileges(Build const& build, Stage const& stage) {
    auto const& start = start_of(build, stage);
    if (start.instruction == nullptr) return Privileges::interactive;
    if (!start.is_certain || start.commands.empty()) return Privileges::unknown;
    if (!entrypoint_keeps_user(stage)) return Privileges::unknown;
    for (auto const& command : start.commands) {
        if ((command.wrappers & (wrapper_user | wrapper_sudo)) != 0) return Privileges::dropped;
        if (changes_user(command.program) || names_account(command)) return Privileges::dropped;
        if (begins_as_root(command.program) || starts_daemon(command)) return Privileges::needed;
    }
    auto const& first = start.commands.front();
    if (is_interactive(first)) return Privileges::interactive;
    auto const& script = is_shell(first.program) && first.arguments.size() > 1 ? first.arguments[1]
                         : first.arguments.empty()                             ? Argument{}
                                                                               : first.arguments[0];
    auto const name = script.value.text_or_empty();
    if (!looks_like_script(name)) return Privileges::kept;
    return of_script(build, stage, name);
}

bool find_root_daemon(Stage const& last) {
    constexpr std::size_t most = 1000;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands.first(std::min(stage->commands.size(), most))) {
            bool const makes = command.program == "mkdir" || manager_of(command) != Manager::none;
            if (!makes || command.use != Use::run) continue;
            if (std::ranges::any_of(command.arguments, [](Argument const& argument) {
                    return belongs_to_root_daemon(argument.value.text_or_empty());
                })) {
                return true;
            }
        }
    }
    return false;
}

bool find_account_changer(Stage const& last) {
    constexpr std::size_t most = 1000;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        auto const commands = stage->commands.first(std::min(stage->commands.size(), most));
        auto const transfers = stage->transfers.first(std::min(stage->transfers.size(), most));
        if (std::ranges::any_of(commands, uses_changer)) return true;
        for (auto const& transfer : transfers) {
            if (brings_changer(transfer.destination.known_prefix())) return true;
            if (std::ranges::any_of(transfer.sources, [](Transfer::Source const& source) {
                    return brings_changer(source.value.known_prefix());
                })) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

bool names_root(std::string_view user) {
    auto const name = user.substr(0, user.find(':'));
    return name == "root" || name == "0";
}

bool brings_root_daemon(Stage const& stage) {
    if (!stage.root_daemon) stage.root_daemon = find_root_daemon(stage);
    return *stage.root_daemon;
}

bool brings_account_changer(Stage const& stage) {
    if (!stage.account_changer) stage.account_changer = find_account_changer(stage);
    return *stage.account_changer;
}

Privileges privileges_of(Build const& build, Stage const& stage) {
    if (!stage.privileges) stage.privileges = find_privileges(build, stage);
    return *stage.privileges;
}

bool has_login_shell(Command const& command) {
    auto const words = command.arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto shell = words[i].value.text_or_empty();
        auto const before = words[i - 1].value.text_or_empty();
        bool const is_joined = shell.starts_with("--shell=");
        if (!is_joined && before != "-s" && before != "--shell") continue;
        shell = base_name(shell);
        return shell != "nologin" && shell != "false";
    }
    return false;
}

}  // namespace dockcheck::model
