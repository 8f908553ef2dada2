// The table of wrappers, and how their options are told from the program that they run.
#include "analyzer/model/wrappers.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// Lists are words between blanks. Options are those of the programs' manual pages.
struct WrapperRule {
    std::string_view program;
    std::uint16_t wrapper;
    WordList with_value;        ///< options whose value is the next word
    WordList ends = {};         ///< options with which it runs no program
    std::uint8_t operands = 0;  ///< words between the options and the program
    bool takes_assignments = false;
};

constexpr WordList sudo_values =
    " -u -g -p -C -h -r -t -T -U -D -R --user --group --prompt --close-from --host --role --type "
    "--command-timeout --other-user --chdir --chroot ";
constexpr WordList setpriv_values =
    " --ruid --euid --rgid --egid --reuid --regid --groups --inh-caps --ambient-caps "
    "--bounding-set --securebits --pdeathsig --selinux-label --apparmor-profile ";
constexpr WordList xargs_values =
    " -I -n -P -L -s -d -E -a --max-args --max-procs --max-chars --delimiter --arg-file ";
constexpr WordList xvfb_values =
    " -n -e -f -s -p -w --server-num --error-file --auth-file --server-args --xauth-protocol "
    "--wait ";

constexpr WrapperRule wrapper_rules[] = {
    {"builtin", wrapper_other, ""},
    {"busybox", wrapper_other, "", " --list --install --help --list-full "},
    {"catatonit", wrapper_init, ""},
    {"catchsegv", wrapper_other, ""},
    {"chronic", wrapper_other, ""},
    {"chroot", wrapper_user, "", "", 1},
    {"command", wrapper_other, "", " -v -V "},
    {"dbus-run-session", wrapper_other, " --config-file --dbus-daemon "},
    {"doas", wrapper_sudo, " -u -C ", " -s -L "},
    {"docker-init", wrapper_init, ""},
    {"dumb-init", wrapper_init, " -r --rewrite "},
    {"eatmydata", wrapper_other, ""},
    {"env", wrapper_env, " -u -C --unset --chdir ", " -S --split-string ", 0, true},
    {"exec", wrapper_exec, " -a "},
    {"fakeroot", wrapper_other, " -l -s -i -b --lib --faked "},
    {"faketime", wrapper_other, "", "", 1},
    {"flock", wrapper_other, " -w -E --timeout --conflict-exit-code ", " -c --command -u ", 1},
    {"gosu", wrapper_user, "", "", 1},
    {"ionice", wrapper_other, " -c -n --class --classdata ", " -p -P -u "},
    {"linux32", wrapper_other, ""},
    {"linux64", wrapper_other, ""},
    {"nice", wrapper_other, " -n --adjustment "},
    {"nohup", wrapper_other, ""},
    {"runuser", wrapper_user, " -u --user -g --group -G --supp-group -s --shell -w "},
    {"setpriv", wrapper_user, setpriv_values, " -d --dump "},
    {"setsid", wrapper_other, ""},
    {"stdbuf", wrapper_other, " -i -o -e --input --output --error "},
    {"su-exec", wrapper_user, "", "", 1},
    {"sudo", wrapper_sudo, sudo_values, " -l -v -K -V -e --list --validate --edit --version ", 0,
     true},
    {"time", wrapper_other, " -f -o --format --output "},
    {"timeout", wrapper_other, " -k -s --kill-after --signal ", "", 1},
    {"tini", wrapper_init, " -p -e "},
    {"tini-static", wrapper_init, " -p -e "},
    {"unbuffer", wrapper_other, ""},
    {"xargs", wrapper_xargs, xargs_values},
    {"xvfb-run", wrapper_other, xvfb_values},
};
static_assert(std::ranges::is_sorted(wrapper_rules, {}, &WrapperRule::program));

constexpr std::string_view shells[] = {"ash", "bash", "dash", "ksh", "mksh", "sh", "zsh"};
static_assert(std::ranges::is_sorted(shells));

/// Of all programs that run another one.
constexpr auto runner_marks = [] {
    WordMarks marks;
    for (auto const& rule : wrapper_rules) marks.add(rule.program);
    for (auto const shell : shells) marks.add(shell);
    marks.add("su");
    return marks;
}();

bool lists_letter(WordList const& list, char letter) {
    char const option[] = {'-', letter};
    return list.holds({option, sizeof option});
}

std::string_view known_text(Argument const& word) { return word.value.text_or_empty(); }

/// How many words an option takes: 1, or 2 with its value; 0 when the program runs nothing with it.
std::size_t option_size(WrapperRule const& rule, std::string_view option) {
    if (rule.ends.holds(option)) return 0;
    if (rule.with_value.holds(option)) return 2;
    if (option.starts_with("--")) return 1;
    for (std::size_t i = 1; i < option.size(); ++i) {
        if (lists_letter(rule.ends, option[i])) return 0;
        if (lists_letter(rule.with_value, option[i])) return i + 1 == option.size() ? 2 : 1;
    }
    return 1;
}

/// The length of NAME= at the start of a word, or 0.
std::size_t assignment_prefix(Argument const& word) {
    auto const text = word.value.known_prefix();
    auto const equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return 0;
    auto const name = text.substr(0, equals);
    bool const digit = name.front() >= '0' && name.front() <= '9';
    bool const plain =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")
        == std::string_view::npos;
    return plain && !digit ? equals + 1 : 0;
}

/// Reads the options of a shell; true when it runs a script of which we know where it is.
bool read_shell(std::span<Argument const> words, std::size_t at, Unwrapped& result) {
    result.shell = program_name(words[at]);
    result.is_bash = result.shell == "bash";
    bool has_command = false;
    bool errexit = false;
    bool pipefail = false;
    std::size_t i = at + 1;
    for (; i < words.size(); ++i) {
        auto const option = known_text(words[i]);
        if (option == "--" || option == "-") {
            ++i;
            break;
        }
        if (option.size() < 2 || (option[0] != '-' && option[0] != '+')) break;
        if (option == "--rcfile" || option == "--init-file") ++i;
        if (option.starts_with("--")) continue;
        std::size_t names = 0;
        for (char const letter : option.substr(1)) {
            has_command = has_command || (letter == 'c' && option[0] == '-');
            errexit = errexit || (letter == 'e' && option[0] == '-');
            if (letter == 'o' || letter == 'O') ++names;
        }
        for (; names > 0 && i + 1 < words.size(); --names) {
            auto const name = known_text(words[++i]);
            pipefail = pipefail || name == "pipefail";
            errexit = errexit || name == "errexit";
        }
    }
    if (!has_command && i < words.size()) return false;
    if (has_command && i >= words.size()) return false;
    result.errexit = errexit;
    result.pipefail = pipefail;
    result.program = at;
    result.reads_input = !has_command;
    if (has_command) result.script = &words[i];
    return true;
}

/// su and `runuser -l`: the script behind -c.
bool read_su(std::span<Argument const> words, std::size_t at, Unwrapped& result) {
    for (auto i = at + 1; i + 1 < words.size(); ++i) {
        auto const option = known_text(words[i]);
        bool const cluster =
            option.size() > 1 && option[0] == '-' && option[1] != '-' && option.back() == 'c';
        if (!cluster && option != "--command") continue;
        result.program = at;
        result.script = &words[i + 1];
        return true;
    }
    return false;
}

/// The index of the program behind a wrapper, or `at` when there is none.
std::size_t behind_wrapper(WrapperRule const& rule, std::span<Argument const> words, std::size_t at,
                           Unwrapped& result, Arena& arena) {
    std::size_t i = at + 1;
    while (i < words.size()) {
        auto const option = known_text(words[i]);
        if (option == "--") {
            ++i;
            break;
        }
        if (!option.starts_with('-')) break;
        auto const size = option_size(rule, option);
        if (size == 0) return at;
        i += size;
    }
    ArenaVector<Assignment> assignments(arena);
    assignments.append(result.assignments);
    while (rule.takes_assignments && i < words.size()) {
        auto const size = assignment_prefix(words[i]);
        if (size == 0) break;
        auto const& argument = words[i];
        assignments.push_back({argument.value.known_prefix().substr(0, size - 1),
                               without_prefix(argument.value, size, arena), argument.span});
        ++i;
    }
    i += rule.operands;
    if (i >= words.size()) return at;
    result.assignments = assignments.items();
    return i;
}

}  // namespace

std::string_view program_name(Argument const& argument) {
    auto name = argument.value.text_or_empty();
    if (!argument.value.is_known()) {
        // $HOME/bin/pip is pip wherever that is.
        name = argument.value.known_suffix();
        if (name.find('/') == std::string_view::npos) return {};
    }
    auto const slash = name.rfind('/');
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool is_shell(std::string_view program) {
    return program.ends_with("sh") && std::ranges::binary_search(shells, program);
}

Unwrapped unwrap(std::span<Argument const> words, Arena& arena) {
    Unwrapped result;
    std::size_t at = 0;
    while (at < words.size()) {
        auto const name = program_name(words[at]);
        result.name = name;
        if (!runner_marks.may_hold(name)) break;
        if (is_shell(name)) {
            if (read_shell(words, at, result)) result.wrappers |= wrapper_shell;
            break;
        }
        if ((name == "su" || name == "runuser") && read_su(words, at, result)) {
            result.wrappers |= wrapper_user | wrapper_shell;
            break;
        }
        auto const rule = std::ranges::lower_bound(wrapper_rules, name, {}, &WrapperRule::program);
        if (rule == std::end(wrapper_rules) || rule->program != name) break;
        auto const next = behind_wrapper(*rule, words, at, result, arena);
        if (next == at) break;
        result.wrappers = static_cast<std::uint16_t>(result.wrappers | rule->wrapper);
        at = next;
    }
    result.program = at;
    return result;
}

}  // namespace dockcheck::model
