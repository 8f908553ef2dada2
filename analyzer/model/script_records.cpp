// What is kept of the scripts that a walk reads, beside their commands.
#include <algorithm>

#include "analyzer/model/script_walk.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

bool is_split(Kind kind) {
    return kind == Kind::parameter || kind == Kind::command_substitution || kind == Kind::backquote;
}

/// The first word behind the program that is no option.
std::string_view verb_of(std::span<Argument const> arguments) {
    for (auto const& word : arguments) {
        auto const text = word.value.text_or_empty();
        if (!text.starts_with('-')) return text;
    }
    return {};
}

}  // namespace

void set_shell(ShellOptions& options, std::string_view program, CommandSource const& source) {
    options.shell = ShellKind::unknown;
    options.shell_is_known = false;
    if (program == "sh") {
        options.shell = source.plain_sh;
        options.shell_is_known = source.plain_sh_is_known;
        return;
    }
    if (program == "bash") options.shell = ShellKind::bash;
    if (program == "dash") options.shell = ShellKind::posix;
    if (program == "ash") options.shell = ShellKind::busybox;
    options.shell_is_known = options.shell != ShellKind::unknown;
}

void ScriptWalk::mark_heredoc() {
    if (!made_.empty()) made_.front()->is_heredoc = true;
}

std::span<Argument const> ScriptWalk::wrapper_words(std::span<Argument const> words,
                                                    Surroundings const& around) {
    if (words.empty()) return around.wrapper_words;
    if (around.wrapper_words.empty()) return words;
    ArenaVector<Argument> all(arena_);
    all.append(around.wrapper_words);
    all.append(words);
    return all.items();
}

ScriptWalk::Record ScriptWalk::begin_script(Script const& script, ShellOptions const& options,
                                            Surroundings const& around) {
    auto& made = *arena_.make<ShellScript>();
    made.instruction = source_.instruction;
    made.use = source_.use;
    made.tree = script.tree;
    made.text = script.text;
    made.shell = options.shell;
    made.shell_is_known = options.shell_is_known;
    made.errexit = options.errexit;
    made.pipefail = options.pipefail;
    made.is_nested = around.nesting > 0;
    made.expands_before = around.expands_before;
    made.gets_variables = around.gets_variables;
    static_assert(static_cast<unsigned>(Kind::opaque) < 64);
    ArenaVector<Node const*> commands(arena_);
    commands.reserve(script.tree.nodes.size() / 4);
    std::uint64_t kinds = 0;
    for (auto const& node : script.tree.nodes) {
        kinds |= std::uint64_t{1} << static_cast<unsigned>(node.kind);
        if (node.kind == Kind::simple_command) commands.push_back(&node);
    }
    made.kinds = kinds;
    made.simple_commands = commands.items();
    commands_.reserve(commands_.size() + std::min(commands.size(), source_.most_commands));
    made_.push_back(&made);
    scripts_.push_back(&made);
    return {&made, ArenaVector<Pipeline>(arena_), ArenaVector<Splitting>(arena_)};
}

void ScriptWalk::end_script(Record& record) {
    record.script->pipelines = record.pipelines.items();
    record.script->splittings = record.splittings.items();
}

void ScriptWalk::record_pipeline(Frame& frame, Node const& node, Surroundings const& around) {
    if (frame.record == nullptr) return;
    bool const counts = around.status_counts || around.errexit_counts;
    frame.record->pipelines.push_back({&node, frame.options.pipefail, counts});
}

void ScriptWalk::record_splittings(Frame& frame, Node const& node, std::span<Argument const> words,
                                   Unwrapped const& unwrapped) {
    if (frame.record == nullptr || unwrapped.program >= words.size()) return;
    if (!frame.record->script->holds(Kind::parameter, Kind::command_substitution, Kind::backquote))
        return;
    auto const own = words.subspan(unwrapped.program);
    auto const& tree = frame.script.tree;
    Splitting splitting;
    bool behind_program = false;
    for (auto const& word : tree.children(node)) {
        if (behind_program && word.kind == Kind::word) {
            splitting.word = &word;
            for (auto const& part : tree.children(word)) {
                if (!is_split(part.kind)) continue;
                if (splitting.node == nullptr) {
                    splitting.program = program_name(own.front());
                    splitting.verb = verb_of(own.subspan(1));
                }
                splitting.node = &part;
                bool const plain = part.kind == Kind::parameter && part.detail == 0;
                splitting.name = plain ? parameter_name(tree, part) : std::string_view{};
                splitting.variable = frame.variables.find(splitting.name);
                splitting.is_local = frame.variables.is_assigned(splitting.name);
                frame.record->splittings.push_back(splitting);
            }
        }
        if (comes_from(own.front(), frame.script, word)) behind_program = true;
    }
}

}  // namespace dockcheck::model
