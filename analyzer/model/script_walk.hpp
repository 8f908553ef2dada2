// The walk over a script that finds its simple commands in the order of the text.
#pragma once

#include <span>

#include "analyzer/model/commands.hpp"
#include "analyzer/model/script_words.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::model {

/// Options of the shell that reads a script, as `set` changes them.
struct ShellOptions {
    bool errexit = false;
    bool pipefail = false;
    bool is_bash = false;
    ShellKind shell = ShellKind::posix;
    bool shell_is_known = false;
};

/// Sets the kind of the shell by the name of its program.
void set_shell(ShellOptions& options, std::string_view program, CommandSource const& source);

/// What stands around a command.
struct Surroundings {
    Connector connector = Connector::first;
    Connector follower = Connector::first;
    std::uint16_t wrappers = wrapper_none;
    std::uint16_t depth = 0;
    bool is_conditional = false;
    bool in_substitution = false;
    bool status_counts = true;   ///< its exit status becomes that of the instruction
    bool errexit_counts = true;  ///< `set -e` sees its failure
    bool exit_counts = true;     ///< `exit` here fails the instruction
    std::uint32_t nesting = 0;   ///< of scripts in scripts
    std::span<Argument const> wrapper_words;
    bool gets_variables = false;
    bool expands_before = false;  ///< the outer shell expands something in the script
};

/// Collects the commands of one instruction.
class ScriptWalk {
 public:
    ScriptWalk(CommandSource const& source, Arena& arena)
        : source_(source), arena_(arena), commands_(arena), made_(arena), scripts_(arena) {}

    /// A script text.
    void walk(Mapped text, ScriptVariables& variables, ShellOptions options,
              Surroundings const& around);
    /// Words that no shell reads: the exec form.
    void walk_words(std::span<Argument const> words, ScriptVariables& variables);

    [[nodiscard]] std::span<Command const> commands() { return commands_.items(); }
    [[nodiscard]] std::span<ShellScript const* const> scripts() { return scripts_.items(); }
    /// Says of the first script that it is the body of a heredoc.
    void mark_heredoc();

 private:
    /// A script that is being read.
    struct Record {
        ShellScript* script = nullptr;
        ArenaVector<Pipeline> pipelines;
        ArenaVector<Splitting> splittings;
    };
    struct Frame {
        Script const& script;
        ScriptVariables& variables;
        ShellOptions& options;
        Record* record = nullptr;
    };

    void list(Frame& frame, shell::Node const& node, Surroundings around);
    void statement(Frame& frame, shell::Node const& node, Surroundings const& around);
    void pipeline(Frame& frame, shell::Node const& node, Surroundings around);
    void command(Frame& frame, shell::Node const& node, Surroundings const& around);
    void subshell(Frame& frame, shell::Node const& node, Surroundings around);
    void branches(Frame& frame, shell::Node const& node, Surroundings around);
    void loop(Frame& frame, shell::Node const& node, Surroundings around);
    void cases(Frame& frame, shell::Node const& node, Surroundings around);
    void function(Frame& frame, shell::Node const& node, Surroundings around);
    void simple(Frame& frame, shell::Node const& node, Surroundings const& around);
    void substitutions(Frame& frame, shell::Node const& node, Surroundings around,
                       bool assignment = false);
    void redirected_substitutions(Frame& frame, shell::Node const& node,
                                  Surroundings const& around);
    void add(std::span<Argument const> words, Unwrapped const& unwrapped,
             std::span<Redirection const> redirections, Span place, Frame const* frame,
             Surroundings const& around);
    bool nested_script(Frame& frame, shell::Node const& node, Unwrapped const& unwrapped,
                       std::span<Argument const> words, Surroundings const& around);
    void nested(Mapped text, bool sees_locals, ScriptVariables& variables,
                Unwrapped const& unwrapped, std::span<Argument const> words, Surroundings around);
    /// Words in front of a program, behind those around the script.
    std::span<Argument const> wrapper_words(std::span<Argument const> words,
                                            Surroundings const& around);
    Record begin_script(Script const& script, ShellOptions const& options,
                        Surroundings const& around);
    void end_script(Record& record);
    void record_pipeline(Frame& frame, shell::Node const& node, Surroundings const& around);
    static void record_splittings(Frame& frame, shell::Node const& node,
                                  std::span<Argument const> words, Unwrapped const& unwrapped);
    void heredoc_substitutions(Frame& frame, shell::Node const& redirection,
                               Surroundings const& around);

    CommandSource const& source_;
    Arena& arena_;
    ArenaVector<Command> commands_;
    ArenaVector<ShellScript*> made_;
    ArenaVector<ShellScript const*> scripts_;
};

}  // namespace dockcheck::model
