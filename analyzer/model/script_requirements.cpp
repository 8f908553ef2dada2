// Following a start script as far as it certainly runs (POSIX, "Parameter Expansion" and "set").
#include "analyzer/model/script_requirements.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// Variables that are looked for in the whole script.
constexpr int most_variables = 200;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

/// Those that the container's runtime or the shell itself sets.
bool is_always_set(std::string_view name) {
    static constexpr WordList names =
        " HOME HOSTNAME PATH PWD OLDPWD IFS OPTIND PPID UID EUID LINENO RANDOM SECONDS SHLVL "
        "HOSTTYPE OSTYPE MACHTYPE SHELL SHELLOPTS BASHPID GROUPS FUNCNAME DIRSTACK PIPESTATUS "
        "EPOCHSECONDS EPOCHREALTIME SRANDOM REPLY _ ";
    return names.holds(name) || name.starts_with("BASH");
}

class RequirementReader {
 public:
    explicit RequirementReader(Build const& build, StartScript const& script)
        : build_(build), script_(script), text_(script.source->bytes()) {}

    std::vector<RequiredVariable> read() {
        if (may_read_others()) return {};
        for (auto const& command : script_.commands) {
            if (command.in_substitution) continue;
            if (is_certain(command)) {
                if (command.program == "set") follow_set(command);
                for (auto const& argument : command.arguments) read_words(argument.raw);
            }
            // What may end the script, in a condition or a function too, may keep it from the rest.
            if (may_end(command)) break;
        }
        return std::move(found_);
    }

 private:
    /// True for a command that runs in the script itself, whatever happens.
    static bool is_certain(Command const& command) {
        return !command.is_conditional && command.depth == 0 && command.connector != Connector::pipe
               && command.follower != Connector::pipe && command.connector != Connector::conjunction
               && command.follower != Connector::background;
    }

    static bool may_end(Command const& command) {
        static constexpr WordList enders = " exec exit kill logout return ";
        return (command.wrappers & wrapper_exec) != 0 || enders.holds(command.program);
    }

    /// Files with variables, and words that are made into commands.
    [[nodiscard]] bool may_read_others() const {
        static constexpr WordList readers = " . source eval read readarray mapfile getopts trap ";
        for (auto const& command : script_.commands) {
            if (readers.holds(command.program)) return true;
            bool const exports_many = command.program == "export" && command.argument(1).empty();
            if (exports_many) return true;
        }
        return false;
    }

    /// `set -eu`, `set -o nounset`.
    void follow_set(Command const& command) {
        for (std::size_t i = 1; i < command.arguments.size(); ++i) {
            auto const word = command.argument(i);
            bool const is_short = word.size() > 1 && (word[0] == '-' || word[0] == '+');
            if (!is_short) continue;
            bool const names_it = word.find('u') != word.npos
                                  || (word.ends_with('o') && command.argument(i + 1) == "nounset");
            if (names_it) stops_at_unset_ = word[0] == '-';
        }
    }

    void read_words(Mapped const& raw) {
        auto const text = raw.text();
        bool in_double = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\') {
                ++i;
            } else if (text[i] == '"') {
                in_double = !in_double;
            } else if (text[i] == '\'' && !in_double) {
                i = std::min(text.find('\'', i + 1), text.size());
            } else if (text.substr(i).starts_with("$(") || text[i] == '`') {
                return;  // other commands
            } else if (text[i] == '$') {
                read_expansion(raw, text, i + 1);
            }
        }
    }

    void read_expansion(Mapped const& raw, std::string_view text, std::size_t begin) {
        bool const has_brace = begin < text.size() && text[begin] == '{';
        if (has_brace) ++begin;
        if (begin >= text.size() || !is_name_start(text[begin])) return;
        auto end = begin;
        while (end < text.size() && is_name_part(text[end])) ++end;
        auto const behind = text.substr(end);
        bool const is_asked = has_brace && (behind.starts_with('?') || behind.starts_with(":?"));
        bool const is_plain = !has_brace || behind.starts_with('}');
        if (!is_asked && !(is_plain && stops_at_unset_)) return;
        auto const name = text.substr(begin, end - begin);
        if (looked_for_++ >= most_variables || is_always_set(name) || is_written(name)) return;
        found_.push_back({build_.arena().copy(name),
                          {script_.source, raw.source({static_cast<std::uint32_t>(begin),
                                                       static_cast<std::uint32_t>(end)})},
                          false});
    }

    /// `NAME=`, `for NAME in`, `((NAME++))`, `declare -i NAME`, `${NAME:=x}`: wherever in the
    /// script.
    [[nodiscard]] bool is_written(std::string_view name) const {
        // `coproc NAME` sets NAME_PID.
        if (name.ends_with("_PID") && text_.find("coproc") != text_.npos) return true;
        for (auto at = text_.find(name); at != text_.npos; at = text_.find(name, at + 1)) {
            auto const behind = at + name.size();
            bool const is_whole = (at == 0 || !is_name_part(text_[at - 1]))
                                  && (behind >= text_.size() || !is_name_part(text_[behind]));
            if (!is_whole) continue;
            auto const rest = text_.substr(behind);
            if (rest.starts_with('=') || rest.starts_with("+=") || rest.starts_with(":=")
                || rest.starts_with('[') || is_behind_setter(at)) {
                return true;
            }
        }
        return false;
    }

    /// True where a name without `$` stands in a line behind a word that gives names their values.
    [[nodiscard]] bool is_behind_setter(std::size_t at) const {
        auto const before = text_.substr(0, at);
        if (before.ends_with('$') || before.ends_with("${")) return false;
        auto const line = before.substr(before.rfind('\n') + 1);
        static constexpr std::string_view setters[] = {"((",     "let ",    "declare ", "typeset ",
                                                       "local ", "select ", "coproc ",  "wait ",
                                                       "for ",   "-v "};
        return std::ranges::any_of(setters,
                                   [&](auto setter) { return line.find(setter) != line.npos; });
    }

    Build const& build_;
    StartScript const& script_;
    std::string_view text_;
    bool stops_at_unset_ = false;
    int looked_for_ = 0;
    std::vector<RequiredVariable> found_{};
};

}  // namespace

std::vector<RequiredVariable> script_requirements(Build const& build, StartScript const& script) {
    return RequirementReader(build, script).read();
}

}  // namespace dockcheck::model
