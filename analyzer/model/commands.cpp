// Simple commands: their words, wrappers taken off, scripts in them followed.
#include "analyzer/model/commands.hpp"

#include <algorithm>

#include "analyzer/model/script_effects.hpp"
#include "analyzer/model/script_text.hpp"
#include "analyzer/model/script_walk.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

Redirection redirection_of(Script const& script, Node const& node, ScriptVariables& variables,
                           Arena& arena) {
    auto const& target = *script.tree.children(node).begin();
    auto operation = script.tree.text.substr(node.begin, target.begin - node.begin);
    operation = operation.substr(0, operation.find_first_of(" \t\\\n"));
    auto const kind = static_cast<shell::Redirect>(node.detail);
    bool const is_heredoc =
        kind == shell::Redirect::heredoc || kind == shell::Redirect::heredoc_tabbed;
    Redirection result{operation, {}, script.span(node)};
    if (is_heredoc) {
        result.target = {script.span(target), script.slice(target), {}, false};
        if (auto const* const heredoc = script.tree.heredoc_of(node)) {
            result.target.value = Value(heredoc->delimiter);
            result.target.quoted = heredoc->quoted;
        }
    } else {
        result.target = single_word(script, target, variables, arena);
    }
    return result;
}

Assignment assignment_of(Script const& script, Node const& node, ScriptVariables& variables,
                         Arena& arena) {
    auto const& tree = script.tree;
    Assignment assignment{{}, {}, script.span(node)};
    bool whole = true;
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::name) assignment.name = tree.text_of(child);
        if (child.kind == Kind::index || child.kind == Kind::array) whole = false;
    }
    if (whole) assignment.value = assigned_value(script, node, variables, arena);
    if (!whole || node.detail != 0) {
        Piece const unknown{tree.text_of(node), false, {}};
        assignment.value = Value(std::span<Piece const>(arena.make<Piece>(unknown), 1));
    }
    return assignment;
}

/// The interpreter of `#!`: its name, and whether it is given -e.
struct Shebang {
    std::string_view program;
    bool errexit = false;
};

Shebang shebang_of(std::string_view body) {
    auto line = body.substr(2, std::min(body.find_first_of("\r\n"), body.size()) - 2);
    auto const next_word = [&] {
        auto const begin = std::min(line.find_first_not_of(" \t"), line.size());
        auto const end = std::min(line.find_first_of(" \t", begin), line.size());
        auto const word = line.substr(begin, end - begin);
        line.remove_prefix(end);
        return word;
    };
    auto program = next_word();
    if (program.ends_with("/env")) {
        program = next_word();
        if (program == "-S") program = next_word();
    }
    auto const options = next_word();
    if (auto const slash = program.rfind('/'); slash != std::string_view::npos) {
        program.remove_prefix(slash + 1);
    }
    bool const errexit = options.starts_with('-') && options.find('e') != std::string_view::npos;
    return {program, errexit};
}

Mapped heredoc_script(ast::Heredoc const& heredoc, Arena& arena) {
    Mapped const body(heredoc.body, heredoc.body_span.begin);
    if (!heredoc.chomp) return body;
    ScriptText text(arena);
    auto const bytes = body.text();
    for (std::uint32_t begin = 0; begin < body.size();) {
        while (begin < body.size() && bytes[begin] == '\t') ++begin;
        auto const newline = bytes.find('\n', begin);
        auto const end = newline == std::string_view::npos
                             ? body.size()
                             : static_cast<std::uint32_t>(newline + 1);
        text.append(body.slice(begin, end));
        begin = end;
    }
    return text.finish();
}

/// The text that the shell is given when heredocs belong to the instruction.
Mapped with_heredocs(Mapped command, std::span<ast::Heredoc const> heredocs, Arena& arena) {
    ScriptText text(arena);
    text.append(command);
    auto const line_end = [&](Span at) { text.append("\n", {at.begin, at.begin}); };
    line_end({command.source().end, command.source().end});
    for (auto const& heredoc : heredocs) {
        text.append(Mapped(heredoc.body, heredoc.body_span.begin));
        text.append(heredoc.name, heredoc.terminator);
        line_end({heredoc.terminator.end, heredoc.terminator.end});
    }
    return text.finish();
}

void walk_shell_form(CommandSource const& source, ScriptVariables& variables, ScriptWalk& walk,
                     Arena& arena) {
    auto const& form = *source.form;
    ShellOptions options{source.has_errexit, source.has_pipefail, source.shell == ShellKind::bash,
                         source.shell, source.shell_is_known};
    std::span<ast::Heredoc const> heredocs;
    if (source.instruction != nullptr) heredocs = source.instruction->heredocs;
    if (heredocs.empty() || source.use != Use::run) {
        return walk.walk(form.text, variables, options, {});
    }
    if (heredocs.size() > 1 || form.text.source() != heredocs[0].marker) {
        return walk.walk(with_heredocs(form.text, heredocs, arena), variables, options, {});
    }
    auto const body = heredoc_script(heredocs[0], arena);
    if (body.text().starts_with("#!")) {
        auto const shebang = shebang_of(body.text());
        if (!is_shell(shebang.program)) return;
        options = {shebang.errexit, false, shebang.program == "bash"};
        set_shell(options, shebang.program, source);
    }
    walk.walk(body, variables, options, {});
    walk.mark_heredoc();
}

/// True when the next command may stand in another folder than the first.
bool may_leave_folder(Command const& command) {
    return command.may_follow_cd || command.program == "cd" || command.program == "pushd"
           || command.program == "popd";
}

}  // namespace

void ScriptWalk::add(std::span<Argument const> words, Unwrapped const& unwrapped,
                     std::span<Redirection const> redirections, Span place, Frame const* frame,
                     Surroundings const& around) {
    auto const sequence = static_cast<std::uint32_t>(commands_.size());
    auto& command = commands_.emplace_back();
    command.instruction = source_.instruction;
    command.use = source_.use;
    if (frame != nullptr && frame->record != nullptr) command.script = frame->record->script;
    auto const own = words.subspan(unwrapped.program);
    command.arguments = own;
    command.span = place;
    if (!own.empty()) {
        command.span = join(own.front().span, own.back().span);
        command.program = unwrapped.name;
    }
    command.wrapper_words = wrapper_words(words.first(unwrapped.program), around);
    command.assignments = unwrapped.assignments;
    command.redirections = redirections;
    command.connector = around.connector;
    command.follower = around.follower;
    // A shell whose script we cannot see is the program itself.
    bool const is_shell_itself = unwrapped.script != nullptr || unwrapped.reads_input;
    unsigned const own_wrappers =
        is_shell_itself ? unwrapped.wrappers & ~unsigned{wrapper_shell} : unwrapped.wrappers;
    command.wrappers = static_cast<std::uint16_t>(around.wrappers | own_wrappers);
    command.depth = around.depth;
    command.sequence = sequence;
    command.is_conditional = around.is_conditional;
    command.errexit = frame != nullptr && frame->options.errexit;
    bool const errexit = frame != nullptr && frame->options.errexit && around.errexit_counts;
    command.can_fail_unseen = !around.status_counts && !errexit;
    command.exec_form = source_.form->json && around.nesting == 0;
    command.in_substitution = around.in_substitution;
    command.may_follow_cd = sequence > 0 && may_leave_folder(commands_[sequence - 1]);
}

void ScriptWalk::simple(Frame& frame, Node const& node, Surroundings const& around) {
    if (commands_.size() > source_.most_commands) return;
    auto const& tree = frame.script.tree;
    auto const mark = frame.variables.mark();
    ArenaVector<Assignment> assignments(arena_);
    ArenaVector<Redirection> redirections(arena_);
    ArenaVector<Argument> words(arena_);
    words.reserve(node.next - tree.index_of(node));
    bool has_words = false;
    bool has_parts = !tree.heredocs.empty();  // a word with nodes of its own, or a heredoc
    for (auto const& child : tree.children(node)) {
        has_parts |= child.next > tree.index_of(child) + 1;
        if (child.kind == Kind::assignment && has_words) {
            // An array behind declare or export.
            words.push_back(single_word(frame.script, child, frame.variables, arena_));
            frame.variables.set_unknown(tree.text_of(*tree.children(child).begin()));
        } else if (child.kind == Kind::assignment) {
            auto const made = assignment_of(frame.script, child, frame.variables, arena_);
            assignments.push_back(made);
            frame.variables.set(made.name, made.value);
        } else if (child.kind == Kind::redirection) {
            redirections.push_back(redirection_of(frame.script, child, frame.variables, arena_));
        } else if (child.kind == Kind::word) {
            // Assignments in front hold for the program, not for its words.
            if (!has_words) frame.variables.restore(mark);
            has_words = true;
            append_words(frame.script, child, frame.variables, arena_, words);
        }
    }

    auto unwrapped = unwrap(words.items(), arena_);
    if (!assignments.empty()) {
        assignments.append(unwrapped.assignments);
        unwrapped.assignments = assignments.items();
    }
    bool const nests = nested_script(frame, node, unwrapped, words.items(), around);
    if (!nests) {
        add(words.items(), unwrapped, redirections.items(), frame.script.span(node), &frame,
            around);
    }
    if (has_parts) record_splittings(frame, node, words.items(), unwrapped);
    auto const* const script = frame.record == nullptr ? nullptr : frame.record->script;
    bool const runs_more = has_parts
                           && (script == nullptr || !tree.heredocs.empty()
                               || script->holds(Kind::command_substitution, Kind::backquote,
                                                Kind::process_substitution));
    for (auto const& child : tree.children(node)) {
        if (!runs_more) break;
        if (nests && unwrapped.script != nullptr
            && comes_from(*unwrapped.script, frame.script, child)) {
            continue;
        }
        // The status of `x=$(command)` is that of the command.
        bool const counts = !has_words && child.kind == Kind::assignment;
        if (child.next > tree.index_of(child) + 1) substitutions(frame, child, around, counts);
        if (child.kind == Kind::redirection && !nests) heredoc_substitutions(frame, child, around);
    }
    apply_builtin(std::span<Argument const>(words.items()).subspan(unwrapped.program),
                  around.is_conditional, frame.variables, frame.options, arena_);
}

void ScriptWalk::walk_words(std::span<Argument const> words, ScriptVariables& variables) {
    auto const unwrapped = unwrap(words, arena_);
    if (unwrapped.script != nullptr) {
        nested(unwrapped.script->raw, false, variables, unwrapped, words, {});
    } else if (!words.empty()) {
        add(words, unwrapped, {}, source_.form->span, nullptr, {});
    }
}

std::span<Argument const> arguments_of(std::span<ast::Word const> words, Arena& arena) {
    auto* const arguments = arena.allocate<Argument>(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        arguments[i] = {words[i].span, words[i].text, Value(words[i].text.text()), false};
    }
    return {arguments, words.size()};
}

std::span<Command const> commands_of_words(std::span<Argument const> words,
                                           ast::Instruction const& instruction, Use use,
                                           Arena& arena) {
    ast::CommandForm form;
    form.json = true;
    form.span = instruction.span;
    CommandSource source;
    source.instruction = &instruction;
    source.use = use;
    source.form = &form;
    // Elements are taken as they are, but a script among them may use variables of the run time.
    auto const scope = [](std::string_view) {
        return dockerfile::Variable{dockerfile::Variable::State::unknown, {}};
    };
    ScriptVariables variables(scope, arena);
    ScriptWalk walk(source, arena);
    walk.walk_words(words, variables);
    return walk.commands();
}

Commands commands_and_scripts_of(CommandSource const& source, dockerfile::Scope scope,
                                 Arena& arena) {
    ScriptVariables variables(scope, arena);
    ScriptWalk walk(source, arena);
    if (source.form->json) {
        walk.walk_words(arguments_of(source.form->words, arena), variables);
    } else if (source.shell == ShellKind::posix || source.shell == ShellKind::bash
               || source.shell == ShellKind::busybox) {
        walk_shell_form(source, variables, walk, arena);
    }
    return {walk.commands(), walk.scripts()};
}

std::span<Command const> commands_of(CommandSource const& source, dockerfile::Scope scope,
                                     Arena& arena) {
    return commands_and_scripts_of(source, scope, arena).commands;
}

}  // namespace dockcheck::model
