// Lists, pipelines and compound commands: which command runs for certain, and whose failure counts.
#include "analyzer/model/script_walk.hpp"

#include <algorithm>

#include "analyzer/model/script_effects.hpp"
#include "analyzer/syntax/shell/parse.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

constexpr std::uint32_t script_nesting_limit = 8;
constexpr std::uint16_t deep_loop = 16;  // from here on a loop is not searched for assignments

bool is_statement_holder(Kind kind) {
    return kind == Kind::command_substitution || kind == Kind::backquote
           || kind == Kind::process_substitution;
}

Node const* last_child(shell::Tree const& tree, Node const& node, Kind kind) {
    Node const* last = nullptr;
    for (auto const& child : tree.children(node)) {
        if (child.kind == kind) last = &child;
    }
    return last;
}

/// The only child of a node, where it is of that kind; else nullptr.
Node const* only_child(shell::Tree const& tree, Node const& node, Kind kind) {
    auto const children = tree.children(node);
    if (children.empty()) return nullptr;
    auto const& first = *children.begin();
    return first.kind == kind && first.next == node.next ? &first : nullptr;
}

Surroundings unseen(Surroundings around) {
    around.status_counts = false;
    around.errexit_counts = false;
    return around;
}

/// Inside a shell of its own: what leaves it is only its status.
Surroundings in_subshell(Surroundings around, ShellOptions const& options) {
    around.exit_counts = around.status_counts || (options.errexit && around.errexit_counts);
    return around;
}

/// What the next `||` does when a pipeline fails.
enum class Rescue : std::uint8_t { none, goes_on, fails, exits };

Rescue rescue_by(shell::Tree const& tree, Node const& alternative) {
    switch (failure_of(tree, alternative)) {
        case Failure::exits:
            return Rescue::exits;
        case Failure::fails:
            return Rescue::fails;
        default:
            return Rescue::goes_on;
    }
}

}  // namespace

void ScriptWalk::walk(Mapped text, ScriptVariables& variables, ShellOptions options,
                      Surroundings const& around) {
    // Most images' sh understands bash's extensions or is bash; what only dash accepts comes
    // second.
    auto tree = shell::parse(text.text(), shell::Dialect::bash, arena_);
    bool is_posix = false;
    if (tree.first_error != nullptr && !options.is_bash) {
        auto const posix = shell::parse(text.text(), shell::Dialect::posix, arena_);
        is_posix = posix.first_error == nullptr;
        if (is_posix) tree = posix;
    }
    auto const* const script = arena_.make<Script>(Script{tree, text});
    auto record = begin_script(*script, options, around);
    record.script->is_posix = is_posix;
    Frame frame{*script, variables, options, &record};
    list(frame, tree.nodes.front(), around);
    end_script(record);
}

void ScriptWalk::list(Frame& frame, Node const& node, Surroundings around) {
    auto const& tree = frame.script.tree;
    auto const* const last = last_child(tree, node, Kind::statement);
    auto const whole = around;
    for (auto const& child : tree.children(node)) {
        if (child.kind != Kind::statement) continue;
        auto const terminator = static_cast<shell::Terminator>(child.detail);
        around.status_counts = whole.status_counts && &child == last;
        around.errexit_counts = whole.errexit_counts;
        auto const behind = terminator == shell::Terminator::background ? Connector::background
                            : &child == last                            ? Connector::first
                                                                        : Connector::sequence;
        around.follower = behind;
        if (terminator == shell::Terminator::background) around = unseen(around);
        statement(frame, child, around);
        around.connector = terminator == shell::Terminator::background ? Connector::background
                                                                       : Connector::sequence;
    }
}

void ScriptWalk::statement(Frame& frame, Node const& node, Surroundings const& around) {
    auto const& tree = frame.script.tree;
    if (auto const* const only = only_child(tree, node, Kind::pipeline)) {
        return pipeline(frame, *only, around);
    }
    ArenaVector<Node const*> pipelines(arena_);
    ArenaVector<Kind> operators(arena_);  // in front of the pipeline of the same index
    operators.push_back(Kind::opaque);
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::pipeline) pipelines.push_back(&child);
        if (child.kind == Kind::and_operator || child.kind == Kind::or_operator) {
            operators.push_back(child.kind);
        }
    }
    operators.resize(pipelines.size() + 1, Kind::opaque);

    // What happens when the i-th fails: the next || behind it runs its alternative.
    ArenaVector<Rescue> rescue(arena_);
    rescue.resize(pipelines.size() + 1, Rescue::none);
    for (auto i = pipelines.size(); i-- > 1;) {
        rescue[i - 1] =
            operators[i] == Kind::or_operator ? rescue_by(tree, *pipelines[i]) : rescue[i];
    }

    bool certain = true;
    std::size_t maybe = frame.variables.mark();
    for (std::size_t i = 0; i < pipelines.size(); ++i) {
        Surroundings here = around;
        if (operators[i] == Kind::and_operator) here.connector = Connector::conjunction;
        if (operators[i] == Kind::or_operator) {
            here.connector = Connector::disjunction;
            here.is_conditional = true;
        }
        if (operators[i + 1] == Kind::and_operator) here.follower = Connector::conjunction;
        if (operators[i + 1] == Kind::or_operator) here.follower = Connector::disjunction;
        if (rescue[i] == Rescue::goes_on) here = unseen(here);
        if (rescue[i] == Rescue::exits) here.status_counts = here.exit_counts;
        if (i + 1 < pipelines.size() && rescue[i] != Rescue::fails) here.errexit_counts = false;
        bool const after_or = i > 0 && operators[i - 1] == Kind::or_operator;
        if (operators[i] == Kind::or_operator || after_or) {
            if (!certain) frame.variables.make_unknown_since(maybe);
            maybe = frame.variables.mark();
            certain = false;
        }
        pipeline(frame, *pipelines[i], here);
        if (certain && !never_fails(tree, *pipelines[i])) {
            certain = false;
            maybe = frame.variables.mark();
        }
    }
    if (!certain) frame.variables.make_unknown_since(maybe);
}

void ScriptWalk::pipeline(Frame& frame, Node const& node, Surroundings around) {
    auto const& tree = frame.script.tree;
    std::size_t count = 0;
    for ([[maybe_unused]] auto const& child : tree.children(node)) ++count;
    if ((node.detail & shell::pipeline_negated) != 0) around = unseen(around);
    if (count > 1) record_pipeline(frame, node, around);
    if ((node.detail & shell::pipeline_timed) != 0) around.wrappers |= wrapper_other;
    std::size_t index = 0;
    for (auto const& child : tree.children(node)) {
        Surroundings here = around;
        if (index > 0) here.connector = Connector::pipe;
        if (index + 1 < count) here.follower = Connector::pipe;
        if (++index < count && !frame.options.pipefail) here = unseen(here);
        if (count > 1) here = in_subshell(here, frame.options);
        if (count == 1) {
            command(frame, child, here);
            continue;
        }
        auto const mark = frame.variables.mark();
        auto const options = frame.options;
        command(frame, child, here);
        frame.variables.restore(mark);
        frame.options = options;
    }
}

void ScriptWalk::command(Frame& frame, Node const& node, Surroundings const& around) {
    switch (node.kind) {
        case Kind::simple_command:
            return simple(frame, node, around);
        case Kind::subshell:
            subshell(frame, node, around);
            break;
        case Kind::brace_group: {
            auto inside = around;
            ++inside.depth;
            list(frame, node, inside);
            break;
        }
        case Kind::if_clause:
            branches(frame, node, around);
            break;
        case Kind::for_clause:
        case Kind::select_clause:
        case Kind::arithmetic_for:
        case Kind::while_clause:
        case Kind::until_clause:
            loop(frame, node, around);
            break;
        case Kind::case_clause:
            cases(frame, node, around);
            break;
        case Kind::function_definition:
            return function(frame, node, around);
        case Kind::coprocess:
            for (auto const& child : frame.script.tree.children(node)) {
                if (child.kind != Kind::name) command(frame, child, unseen(around));
            }
            return;
        case Kind::arithmetic_command:
            forget_assigned_in_arithmetic(frame.script.tree.text_of(node), frame.variables);
            [[fallthrough]];
        case Kind::test_clause:
            substitutions(frame, node, around);
            return;
        default:
            return;
    }
    redirected_substitutions(frame, node, around);
}

void ScriptWalk::subshell(Frame& frame, Node const& node, Surroundings around) {
    auto const mark = frame.variables.mark();
    auto const options = frame.options;
    ++around.depth;
    list(frame, node, in_subshell(around, options));
    frame.variables.restore(mark);
    frame.options = options;
}

void ScriptWalk::branches(Frame& frame, Node const& node, Surroundings around) {
    ++around.depth;
    bool first = true;
    auto const mark = frame.variables.mark();
    for (auto const& child : frame.script.tree.children(node)) {
        if (child.kind != Kind::condition && child.kind != Kind::body) continue;
        Surroundings here = around;
        here.is_conditional = around.is_conditional || !first;
        if (!first) here.connector = Connector::sequence;
        if (child.kind == Kind::condition) {
            list(frame, child, unseen(here));
        } else {
            list(frame, child, here);
            frame.variables.make_unknown_since(mark);
        }
        first = false;
    }
}

void ScriptWalk::loop(Frame& frame, Node const& node, Surroundings around) {
    auto const& tree = frame.script.tree;
    auto const mark = frame.variables.mark();
    bool const has_condition = node.kind == Kind::while_clause || node.kind == Kind::until_clause;
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::word) substitutions(frame, child, around);
    }
    if (around.depth > deep_loop) {
        frame.variables.set_all_unknown();
    } else {
        forget_assigned(tree, node, frame.variables);
    }
    ++around.depth;
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::condition) list(frame, child, unseen(around));
        if (child.kind == Kind::arithmetic) {
            forget_assigned_in_arithmetic(tree.text_of(child), frame.variables);
        }
        if (child.kind != Kind::body) continue;
        // The status of a loop is that of its last round.
        Surroundings inside = around;
        inside.is_conditional = true;
        inside.status_counts = false;
        if (has_condition) inside.connector = Connector::sequence;
        list(frame, child, inside);
    }
    frame.variables.make_unknown_since(mark);
}

void ScriptWalk::cases(Frame& frame, Node const& node, Surroundings around) {
    auto const& tree = frame.script.tree;
    auto const mark = frame.variables.mark();
    ++around.depth;
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::word) substitutions(frame, child, around);
        if (child.kind != Kind::case_item) continue;
        Surroundings here = around;
        here.is_conditional = true;
        if (auto const* const body = last_child(tree, child, Kind::body)) list(frame, *body, here);
        frame.variables.make_unknown_since(mark);
    }
}

void ScriptWalk::function(Frame& frame, Node const& node, Surroundings around) {
    auto const& tree = frame.script.tree;
    auto const mark = frame.variables.mark();
    each_assigned_name(tree, node,
                       [&](std::string_view name) { frame.variables.never_know(name); });
    frame.variables.set_all_unknown();  // who knows what is set before the call
    ++around.depth;
    around.is_conditional = true;
    around.status_counts = true;
    auto const options = frame.options;
    for (auto const& child : tree.children(node)) {
        if (child.kind != Kind::name && child.kind != Kind::comment) command(frame, child, around);
    }
    frame.options = options;
    frame.variables.restore(mark);
}

void ScriptWalk::substitutions(Frame& frame, Node const& node, Surroundings around,
                               bool assignment) {
    auto const& nodes = frame.script.tree.nodes;
    around.connector = Connector::first;
    around.in_substitution = true;
    around.wrappers = static_cast<std::uint16_t>(around.wrappers & wrapper_shell);
    if (!assignment) around = unseen(around);
    if (frame.options.is_bash) around.errexit_counts = false;
    around = in_subshell(around, frame.options);
    for (auto i = frame.script.tree.index_of(node) + 1; i < node.next;) {
        auto const kind = nodes[i].kind;
        if (kind == Kind::body || kind == Kind::condition) {
            i = nodes[i].next;  // the list's own business
        } else if (is_statement_holder(kind)) {
            auto const mark = frame.variables.mark();
            auto const options = frame.options;
            list(frame, nodes[i], kind == Kind::process_substitution ? unseen(around) : around);
            frame.variables.restore(mark);
            frame.options = options;
            i = nodes[i].next;
        } else {
            ++i;
        }
    }
}

void ScriptWalk::redirected_substitutions(Frame& frame, Node const& node,
                                          Surroundings const& around) {
    for (auto const& child : frame.script.tree.children(node)) {
        if (child.kind == Kind::redirection) substitutions(frame, child, around);
    }
}

bool ScriptWalk::nested_script(Frame& frame, Node const& node, Unwrapped const& unwrapped,
                               std::span<Argument const> words, Surroundings const& around) {
    if (around.nesting >= script_nesting_limit) return false;
    if (unwrapped.script != nullptr) {
        for (auto const& word : frame.script.tree.children(node)) {
            if (!comes_from(*unwrapped.script, frame.script, word)) continue;
            nested(script_of(frame.script, word, arena_), expands(frame.script, word),
                   frame.variables, unwrapped, words, around);
            break;
        }
        return true;
    }
    if (!unwrapped.reads_input) return false;
    for (auto const& child : frame.script.tree.children(node)) {
        if (child.kind != Kind::redirection) continue;
        auto const* const heredoc = frame.script.tree.heredoc_of(child);
        if (heredoc == nullptr) continue;
        nested(heredoc_text(frame.script, child, *heredoc, arena_), !heredoc->quoted,
               frame.variables, unwrapped, words, around);
        return true;
    }
    return false;
}

void ScriptWalk::heredoc_substitutions(Frame& frame, Node const& redirection,
                                       Surroundings const& around) {
    auto const* const heredoc = frame.script.tree.heredoc_of(redirection);
    if (heredoc == nullptr || heredoc->quoted) return;
    auto const body = frame.script.text.slice(heredoc->begin, heredoc->end);
    bool const runs = body.text().find("$(") != std::string_view::npos
                      || body.text().find('`') != std::string_view::npos;
    if (!runs) return;
    auto const tree = shell::parse_heredoc_body(body.text(), shell::Dialect::bash, arena_);
    Frame inside{*arena_.make<Script>(Script{tree, body}), frame.variables, frame.options};
    substitutions(inside, tree.nodes.front(), around);
}

void ScriptWalk::nested(Mapped text, bool sees_locals, ScriptVariables& variables,
                        Unwrapped const& unwrapped, std::span<Argument const> words,
                        Surroundings around) {
    around.wrapper_words = wrapper_words(words.first(unwrapped.program), around);
    around.wrappers = static_cast<std::uint16_t>(around.wrappers | unwrapped.wrappers);
    ++around.nesting;
    ShellOptions options{unwrapped.errexit, unwrapped.pipefail, unwrapped.is_bash};
    set_shell(options, unwrapped.shell, source_);
    around.expands_before = around.expands_before || sees_locals;
    around.gets_variables = around.gets_variables || !unwrapped.assignments.empty();
    if (sees_locals) {
        auto const mark = variables.mark();
        for (auto const& made : unwrapped.assignments) variables.set_unknown(made.name);
        walk(text, variables, options, around);
        variables.restore(mark);
        return;
    }
    // Another shell sees what is exported; what this script set itself may be or not.
    auto const exported = [&](std::string_view name) {
        return variables.is_local(name)
                   ? dockerfile::Variable{dockerfile::Variable::State::unknown, {}}
                   : variables.find(name);
    };
    ScriptVariables inner(dockerfile::Scope(exported), variables, arena_);
    for (auto const& made : unwrapped.assignments) inner.set(made.name, made.value);
    walk(text, inner, options, around);
}

}  // namespace dockcheck::model
