// One walk over a script's assignments, loops and tests.
#include "analyzer/model/plain_names.hpp"

#include <algorithm>

#include "analyzer/model/argument_defaults.hpp"
#include "analyzer/model/mention_index.hpp"
#include "analyzer/model/plain_output.hpp"
#include "analyzer/model/script_words.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;

/// Text of its own, whatever the variables beside it hold.
bool is_text(shell::Tree const& tree, shell::Node const& part) {
    if (part.kind == Kind::literal || part.kind == Kind::quoted_text) return true;
    if (part.kind == Kind::single_quoted) return tree.text_of(part).size() > 2;
    if (part.kind != Kind::double_quoted) return false;
    auto const inner = shell::children_of(tree, part);
    return std::ranges::any_of(
        inner, [](shell::Node const* child) { return child->kind == Kind::quoted_text; });
}

/// A word of a loop that is there at all is something, unless it is quoted.
bool is_never_empty(shell::Tree const& tree, shell::Node const& word) {
    bool has_quotes = false;
    for (auto const& part : tree.children(word)) {
        if (part.kind == Kind::literal || part.kind == Kind::glob) return true;
        has_quotes = has_quotes || part.kind == Kind::double_quoted
                     || part.kind == Kind::single_quoted || part.kind == Kind::ansi_quoted;
    }
    return !has_quotes;
}

}  // namespace

PlainNames::PlainNames(ShellScript const& script, Build const& build, Stage const& stage)
    : build_(build),
      stage_(stage),
      filled_(build.arena()),
      tested_(build.arena()),
      plain_(build.arena()) {
    for (auto const& node : script.tree.nodes) {
        if (node.kind == Kind::assignment) see_assignment(script, node);
        if (node.kind == Kind::for_clause || node.kind == Kind::select_clause) {
            see_loop(script, node);
        }
        if (node.kind == Kind::simple_command) see_export(script, node);
        bool const tests = node.kind == Kind::test_clause
                           || (node.kind == Kind::simple_command
                               && list_holds(" [ test ", shell::program_of(script.tree, node)));
        if (tests) see_test(script, node);
    }
}

bool PlainNames::holds(std::string_view name) const {
    auto const* const found = plain_.find(name);
    return found != nullptr && *found;
}

bool PlainNames::is_plain_output(ShellScript const& script, shell::Node const& part) const {
    if (prints_at_most_one_word(script.tree, part)) return true;
    auto const commands = commands_in(script.tree, part);
    return cuts_plain_word(script, commands)
           || (!commands.empty() && cuts_one_field(script.tree, *commands.back()))
           || prints_plain_words(script, commands) || reads_plain_file(script, commands);
}

bool PlainNames::is_certainly_filled(std::string_view name, shell::Node const& at) const {
    if (auto const* const loop = filled_.find(name); loop != nullptr && *loop) return true;
    auto const* const test = tested_.find(name);
    return test != nullptr && *test < at.begin;
}

/// `[ -n "$name" ]`, `[[ $name != x ]]`: who tests it knows what it holds.
void PlainNames::see_test(ShellScript const& script, shell::Node const& test) {
    auto const& tree = script.tree;
    for (auto i = tree.index_of(test) + 1; i < test.next; ++i) {
        auto const& node = tree.nodes[i];
        if (node.kind != Kind::parameter) continue;
        tested_.get(parameter_name(tree, node), test.end);
    }
}

/// `export NAME="$(mktemp -d)"`.
void PlainNames::see_export(ShellScript const& script, shell::Node const& command) {
    auto const& tree = script.tree;
    if (!list_holds(" export readonly ", shell::program_of(tree, command))) return;
    for (auto const* const word : shell::words_of(tree, command)) {
        auto const parts = shell::children_of(tree, *word);
        auto const text = tree.text_of(parts.empty() ? *word : *parts.front());
        auto const equals = text.find('=');
        if (equals == std::string_view::npos || equals == 0) continue;
        auto const rest = text.substr(equals + 1);
        bool plain = is_plain_word(rest) || (rest.empty() && parts.size() > 1);
        for (std::size_t i = 1; i < parts.size(); ++i) {
            plain = plain && is_plain_part(script, *parts[i]);
        }
        see(text.substr(0, equals), plain);
    }
}

void PlainNames::see_filled(std::string_view name, bool filled) {
    auto& known = filled_.get(name, filled);
    known = known && filled;
}

void PlainNames::see(std::string_view name, bool plain) {
    auto& known = plain_.get(name, plain);
    known = known && plain;
}

bool PlainNames::is_plain_part(ShellScript const& script, shell::Node const& part) const {
    auto const& tree = script.tree;
    auto const text = tree.text_of(part);
    switch (part.kind) {
        case Kind::literal:
        case Kind::quoted_text:
            return is_plain_word(text);
        case Kind::single_quoted:
            return text.size() > 2 && is_plain_word(text);
        case Kind::arithmetic:
            return true;
        case Kind::command_substitution:
        case Kind::backquote:
            return is_plain_output(script, part);
        case Kind::array:
            return has_plain_words(script, part);
        case Kind::double_quoted: {
            auto const inner = shell::children_of(tree, part);
            return !inner.empty() && std::ranges::all_of(inner, [&](auto const* child) {
                return is_plain_part(script, *child);
            });
        }
        case Kind::parameter:
            return is_plain_parameter(script, part);
        default:
            return false;
    }
}

bool PlainNames::is_plain(ShellScript const& script, shell::Node const& word) const {
    auto const parts = shell::children_of(script.tree, word);
    if (parts.empty()) return is_plain_word(script.tree.text_of(word));
    return std::ranges::all_of(
        parts, [&](shell::Node const* part) { return is_plain_part(script, *part); });
}

bool PlainNames::are_plain(ShellScript const& script,
                           std::span<shell::Node const* const> words) const {
    return std::ranges::all_of(words,
                               [&](shell::Node const* word) { return is_plain(script, *word); });
}

/// `( one two )` of an array.
bool PlainNames::has_plain_words(ShellScript const& script, shell::Node const& array) const {
    auto const words = shell::children_of(script.tree, array);
    return are_plain(script, std::span(words));
}

/// `echo WORD | cut -d. -f1`: a part of a plain word is one.
bool PlainNames::cuts_plain_word(ShellScript const& script, shell::NodeList const& commands) const {
    auto const& tree = script.tree;
    if (commands.size() < 2) return false;
    auto const words = shell::words_of(tree, *commands.front());
    bool const echoes = words.size() == 2 && shell::program_of(tree, *commands.front()) == "echo"
                        && is_plain(script, *words[1]);
    if (!echoes && !answers_with_plain_word(tree, *commands.front())) return false;
    auto const is_filter = [&](shell::Node const* command) {
        // A text for sed or tr without blanks puts none in.
        auto const program = shell::program_of(tree, *command);
        auto const filter = shell::words_of(tree, *command);
        auto const has_blank = [&](shell::Node const* word) {
            return tree.text_of(*word).find_first_of(" \t\n\\") != std::string_view::npos;
        };
        return list_holds(" cut head tail ", program)
               || ((program == "tr" || (program == "sed" && filter.size() == 2))
                   && std::ranges::none_of(filter, has_blank));
    };
    return std::ranges::all_of(std::span(commands).subspan(1), is_filter);
}

/// `printf FORMAT WORD...` of plain words puts no blanks between them, nor does `dirname WORD`.
bool PlainNames::prints_plain_words(ShellScript const& script,
                                    shell::NodeList const& commands) const {
    if (commands.size() != 1) return false;
    auto const program = shell::program_of(script.tree, *commands.front());
    if (!list_holds(" printf dirname basename ", program)) return false;
    auto const words = shell::words_of(script.tree, *commands.front());
    return words.size() > 1 && are_plain(script, std::span(words).subspan(1));
}

/// `cat FILE` of a file that commands in front have filled with one word each.
bool PlainNames::reads_plain_file(ShellScript const& script,
                                  shell::NodeList const& commands) const {
    auto const& tree = script.tree;
    if (commands.size() != 1) return false;
    auto const words = shell::words_of(tree, *commands.front());
    if (words.size() != 2 || tree.text_of(*words[0]) != "cat") return false;
    auto const path = tree.text_of(*words[1]);
    bool is_filled = false;
    for (auto const& command : stage_.commands) {
        if (command.span.begin >= script.span(*words[0]).begin) break;
        for (auto const& redirection : command.redirections) {
            if (redirection.target.value.text_or_empty() != path) continue;
            if (redirection.operation != ">" || !answers_with_plain_word(command)) {
                return false;
            }
            is_filled = true;
        }
    }
    return is_filled;
}

/// Of what the base image sets nobody knows that it is not plain.
bool PlainNames::is_plain_parameter(ShellScript const& script, shell::Node const& part) const {
    auto const name = parameter_name(script.tree, part);
    if (name == "?" || name == "#" || name == "$" || name == "!") return true;
    if (!is_assignable_name(name)) return false;
    if (auto const* const found = plain_.find(name)) return *found;
    return !is_unknown_argument(build_, stage_, *script.instruction, name);
}

void PlainNames::see_assignment(ShellScript const& script, shell::Node const& node) {
    std::string_view name;
    bool plain = node.detail == 0;
    bool has_value = false;
    bool has_text = false;
    for (auto const& part : script.tree.children(node)) {
        if (part.kind == Kind::name) {
            name = script.text_of(part);
        } else {
            has_value = true;
            has_text = has_text || is_text(script.tree, part);
            plain = plain && is_plain_part(script, part);
        }
    }
    see(name, plain && has_value);
    see_filled(name, has_text);
}

/// The words of a loop are split before its variable gets them: only wildcards and quotes bring
/// blanks.
void PlainNames::see_loop(ShellScript const& script, shell::Node const& node) {
    auto const& tree = script.tree;
    std::string_view name;
    bool plain = true;
    bool has_words = false;
    bool filled = true;
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::name) name = tree.text_of(child);
        if (child.kind != Kind::word) continue;
        has_words = true;
        filled = filled && is_never_empty(tree, child);
        for (auto const& part : tree.children(child)) {
            bool const keeps = part.kind == Kind::glob || part.kind == Kind::escape
                               || part.kind == Kind::double_quoted
                               || part.kind == Kind::single_quoted;
            if (keeps && !is_plain_part(script, part)) plain = false;
        }
    }
    see(name, plain && has_words);
    see_filled(name, filled && has_words);
}

}  // namespace dockcheck::model
