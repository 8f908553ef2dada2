// One simple command: what a RUN, CMD, ENTRYPOINT or HEALTHCHECK starts.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/span.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

enum class Manager : std::uint8_t;
struct PackageCommand;
struct Download;

/// A word of a command.
struct Argument {
    Span span;            ///< in the source, quotes included
    Mapped raw;           ///< as the shell reads it; the decoded text of a JSON element
    Value value;          ///< quotes removed, variables put in where they are known
    bool quoted = false;  ///< wholly or partly quoted in the shell; JSON elements are not
};

/// NAME=value in front of a command.
struct Assignment {
    std::string_view name;
    Value value;
    Span span;  ///< all of it
};

struct Redirection {
    std::string_view operation;  ///< ">", ">>", "<", "<<", "2>" as written
    Argument target;
    Span span;
};

/// What stands between a command and the one before it.
enum class Connector : std::uint8_t { first, sequence, conjunction, disjunction, pipe, background };

/// Which part of the image runs it.
enum class Use : std::uint8_t { run, cmd, entrypoint, healthcheck, script };

/// Text of a form in front of the real program: sudo, env, exec, time, nice, timeout, xargs, sh -c.
enum Wrapper : std::uint16_t {
    wrapper_none = 0,
    wrapper_sudo = 1,
    wrapper_exec = 2,
    wrapper_env = 4,
    wrapper_shell = 8,  ///< inside the script of sh -c '...' or a heredoc given to a shell
    wrapper_user = 16,  ///< su -c, gosu, su-exec, setpriv, runuser
    wrapper_init = 32,  ///< tini --, dumb-init, catatonit
    wrapper_xargs = 64,
    wrapper_other = 128,  ///< time, nice, nohup, timeout, eatmydata, ...
};

struct ShellScript;

/// One simple command with its wrappers taken off. `sudo -E apt-get install x` is apt-get with
/// wrapper_sudo.
struct Command {
    ast::Instruction const* instruction = nullptr;
    Use use = Use::run;
    ShellScript const* script = nullptr;  ///< that it stands in; nullptr in exec form
    Span span;  ///< in the source: first to last word, wrappers and assignments left out
    std::span<Argument const> arguments;  ///< the program first; empty for assignments alone
    std::string_view program;             ///< its name without folder when known, else empty
    std::span<Argument const>
        wrapper_words;  ///< in front of it, those around `sh -c` first: `sudo -E`
    std::span<Assignment const> assignments;  ///< in front of it, `env A=b` included
    std::span<Redirection const> redirections;
    Connector connector = Connector::first;
    Connector follower = Connector::first;  ///< what stands behind it; `first`: nothing in its list
    std::uint16_t wrappers = wrapper_none;
    std::uint16_t depth = 0;     ///< of subshells, groups, ifs, loops and functions around it
    std::uint32_t sequence = 0;  ///< number in its instruction, in the order of the text
    bool is_conditional =
        false;  ///< in a branch of if, case, ||, a loop or a function: may not run
    bool can_fail_unseen = false;  ///< its failure does not fail the instruction
    bool errexit = false;          ///< `set -e` or SHELL with -e holds where it runs
    bool exec_form = false;        ///< an element list, no shell
    bool in_substitution = false;  ///< inside $(...) or backticks
    bool may_follow_cd = true;     ///< false when no command in front of it changes the folder

    /// What manager_of() said of it.
    mutable Manager manager{};
    mutable bool manager_is_known = false;
    /// What package_command() made of it, once somebody asked.
    mutable PackageCommand const* package_command = nullptr;
    /// The same of download_of().
    mutable Download const* download = nullptr;

    /// The text of the i-th argument when known, else empty.
    [[nodiscard]] std::string_view argument(std::size_t i) const {
        return i < arguments.size() ? arguments[i].value.text_or_empty() : std::string_view{};
    }
};

}  // namespace dockcheck::model
