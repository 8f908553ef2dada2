// The builtins that change variables or options, read from words and from bare nodes.
#include "analyzer/model/script_effects.hpp"

#include <algorithm>

#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

constexpr std::string_view declaring[] = {"declare", "export", "local", "readonly", "typeset"};
constexpr std::string_view name_setting[] = {"declare",   "export",   "getopts", "let",
                                             "local",     "mapfile",  "printf",  "read",
                                             "readarray", "readonly", "typeset", "unset"};
constexpr std::string_view harmless_builtins[] = {":",   "declare", "export", "local",  "readonly",
                                                  "set", "shopt",   "true",   "typeset"};
static_assert(std::ranges::is_sorted(declaring) && std::ranges::is_sorted(name_setting)
              && std::ranges::is_sorted(harmless_builtins));

/// Of all builtins that change something.
constexpr auto builtin_marks = [] {
    WordMarks marks;
    for (auto const name : declaring) marks.add(name);
    for (auto const name : name_setting) marks.add(name);
    for (std::string_view const name : {"set", ".", "source", "eval"}) marks.add(name);
    return marks;
}();

constexpr auto harmless_marks = [] {
    WordMarks marks;
    for (auto const name : harmless_builtins) marks.add(name);
    return marks;
}();

std::size_t name_size(std::string_view text) {
    auto const end =
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    return std::min(end, text.size());
}

/// The words of a simple command as written, at most `limit`.
shell::NodeList words_of(shell::Tree const& tree, Node const& node, std::size_t limit) {
    shell::NodeList words;
    for (auto const& child : tree.children(node)) {
        if (words.size() == limit) break;
        if (child.kind == Kind::word) words.push_back(&child);
    }
    return words;
}

Node const* only_command(shell::Tree const& tree, Node const& pipeline) {
    Node const* only = nullptr;
    for (auto const& child : tree.children(pipeline)) {
        if (only != nullptr) return nullptr;
        only = &child;
    }
    return (pipeline.detail & shell::pipeline_negated) != 0 ? nullptr : only;
}

bool has_substitution(shell::Tree const& tree, Node const& node) {
    for (auto i = tree.index_of(node) + 1; i < node.next; ++i) {
        auto const kind = tree.nodes[i].kind;
        if (kind == Kind::command_substitution || kind == Kind::backquote) return true;
    }
    return false;
}

/// `set`: letters and names behind -o.
void apply_set(std::span<Argument const> words, bool is_conditional, ShellOptions& options) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.text_or_empty();
        if (text.size() < 2 || text == "--" || (text[0] != '-' && text[0] != '+')) return;
        // A branch may turn an option off; that it turned one on is not certain.
        bool const on = text[0] == '-';
        if (on && is_conditional) return;
        for (char const letter : text.substr(1)) {
            if (letter == 'e') options.errexit = on;
            if (letter != 'o' || i + 1 >= words.size()) continue;
            auto const name = words[++i].value.text_or_empty();
            if (name == "errexit") options.errexit = on;
            if (name == "pipefail") options.pipefail = on;
        }
    }
}

void declare(Argument const& word, ScriptVariables& variables, Arena& arena) {
    auto const value = word.value;
    auto const prefix = value.known_prefix();
    auto const size = name_size(prefix);
    if (size == 0) return;
    if (size < prefix.size() && prefix[size] == '=') {
        // Words of export are split like others in some shells: only a quoted or plain value is
        // certain.
        variables.set(prefix.substr(0, size), without_prefix(value, size + 1, arena));
    } else if (size < prefix.size()) {
        variables.set_unknown(prefix.substr(0, size));
    }
}

}  // namespace

Failure failure_of(shell::Tree const& tree, Node const& pipeline) {
    auto const* const command = only_command(tree, pipeline);
    if (command == nullptr) return Failure::not_certain;
    if (command->kind == Kind::simple_command) {
        auto const words = words_of(tree, *command, 2);
        if (words.empty()) return Failure::not_certain;
        auto const program = tree.text_of(*words[0]);
        if (program == "false") return Failure::fails;
        bool const leaves = program == "exit" || program == "return";
        bool const zero = words.size() > 1 && tree.text_of(*words[1]) == "0";
        return leaves && !zero ? Failure::exits : Failure::not_certain;
    }
    if (command->kind != Kind::brace_group && command->kind != Kind::subshell) {
        return Failure::not_certain;
    }
    Node const* last = nullptr;
    for (auto const& child : tree.children(*command)) {
        if (child.kind == Kind::statement) last = &child;
    }
    if (last == nullptr) return Failure::not_certain;
    Node const* final_pipeline = nullptr;
    for (auto const& child : tree.children(*last)) {
        // In `echo x && exit 1` the echo is taken to work; in `a || exit 1` nothing is certain.
        if (child.kind == Kind::or_operator) return Failure::not_certain;
        if (child.kind == Kind::pipeline) final_pipeline = &child;
    }
    if (final_pipeline == nullptr) return Failure::not_certain;
    auto const failure = failure_of(tree, *final_pipeline);
    bool const own_shell = command->kind == Kind::subshell;
    return own_shell && failure == Failure::exits ? Failure::fails : failure;
}

bool never_fails(shell::Tree const& tree, Node const& pipeline) {
    auto const* const command = only_command(tree, pipeline);
    if (command == nullptr || command->kind != Kind::simple_command) return false;
    if (has_substitution(tree, *command)) return false;
    auto const words = words_of(tree, *command, 1);
    if (words.empty()) return true;
    auto const program = tree.text_of(*words[0]);
    return harmless_marks.may_hold(program)
           && std::ranges::binary_search(harmless_builtins, program);
}

void each_assigned_name(shell::Tree const& tree, Node const& node,
                        FunctionRef<void(std::string_view)> take) {
    for (auto i = tree.index_of(node); i < node.next; ++i) {
        auto const& here = tree.nodes[i];
        if (here.kind == Kind::name && i > 0
            && (tree.nodes[i - 1].kind == Kind::assignment
                || tree.nodes[i - 1].kind == Kind::for_clause
                || tree.nodes[i - 1].kind == Kind::select_clause
                || (tree.nodes[i - 1].kind == Kind::parameter
                    && tree.nodes[i - 1].detail
                           == static_cast<std::uint8_t>(shell::Operation::assign)))) {
            take(tree.text_of(here));
        }
        if (here.kind != Kind::simple_command) continue;
        auto const words = words_of(tree, here, 64);
        if (words.empty() || !std::ranges::binary_search(name_setting, tree.text_of(*words[0]))) {
            continue;
        }
        for (auto const* const word : std::span(words).subspan(1)) {
            auto const text = tree.text_of(*word);
            if (auto const size = name_size(text); size > 0) take(text.substr(0, size));
        }
    }
}

void forget_assigned(shell::Tree const& tree, Node const& node, ScriptVariables& variables) {
    each_assigned_name(tree, node, [&](std::string_view name) { variables.set_unknown(name); });
    for (auto i = tree.index_of(node); i < node.next; ++i) {
        auto const kind = tree.nodes[i].kind;
        if (kind == Kind::arithmetic || kind == Kind::arithmetic_command) {
            forget_assigned_in_arithmetic(tree.text_of(tree.nodes[i]), variables);
        }
        if (kind != Kind::simple_command) continue;
        auto const words = words_of(tree, tree.nodes[i], 1);
        if (words.empty()) continue;
        auto const program = tree.text_of(*words[0]);
        if (program == "." || program == "source" || program == "eval") variables.set_all_unknown();
    }
}

void apply_builtin(std::span<Argument const> words, bool is_conditional, ScriptVariables& variables,
                   ShellOptions& options, Arena& arena) {
    if (words.empty()) return;
    auto const program = words[0].value.text_or_empty();
    if (!builtin_marks.may_hold(program)) return;
    if (program == "set") return apply_set(words, is_conditional, options);
    if (program == "." || program == "source" || program == "eval") {
        return variables.set_all_unknown();
    }
    if (std::ranges::binary_search(declaring, program)) {
        for (auto const& word : words.subspan(1)) declare(word, variables, arena);
        return;
    }
    if (!std::ranges::binary_search(name_setting, program)) return;
    for (auto const& word : words.subspan(1)) {
        auto const text = word.value.known_prefix();
        if (auto const size = name_size(text); size > 0) {
            variables.set_unknown(text.substr(0, size));
        }
    }
}

}  // namespace dockcheck::model
