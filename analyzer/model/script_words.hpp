// The words of a script: their values, and the script text that a word is for another shell.
#pragma once

#include "analyzer/model/command.hpp"
#include "analyzer/model/script_variables.hpp"
#include "analyzer/syntax/shell/ast.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

/// A parsed script and where its text stands.
struct Script {
    shell::Tree tree;
    Mapped text;
    mutable std::uint32_t nearest =
        0;  ///< segment of the text, of the last node that was asked for

    [[nodiscard]] Mapped slice(shell::Node const& node) const {
        return text.slice(node.begin, node.end);
    }
    [[nodiscard]] Span span(shell::Node const& node) const {
        return text.source({node.begin, node.end}, nearest);
    }
};

/// Appends the words that a word node becomes: none for an unset variable, several for a known one
/// with blanks in it, else one.
void append_parts(Script const& script, shell::Node const& node, ScriptVariables& variables,
                  Arena& arena, ArenaVector<Argument>& words);
inline void append_words(Script const& script, shell::Node const& node, ScriptVariables& variables,
                         Arena& arena, ArenaVector<Argument>& words) {
    if (!script.tree.children(node).empty()) {
        return append_parts(script, node, variables, arena, words);
    }
    auto const raw = script.slice(node);
    words.emplace_back(script.span(node), raw, Value(raw.text()), false);
}

/// The value of the parts of an assignment: children of `node` behind its name and index.
Value assigned_value(Script const& script, shell::Node const& node, ScriptVariables& variables,
                     Arena& arena);

/// One word whatever is in it: the target of a redirection.
Argument single_word(Script const& script, shell::Node const& node, ScriptVariables& variables,
                     Arena& arena);

/// The value without its first bytes, which are known.
Value without_prefix(Value value, std::size_t size, Arena& arena);

/// The text of a word as another shell reads it: quotes removed, expansions as written.
Mapped script_of(Script const& script, shell::Node const& word, Arena& arena);

/// True when the outer shell expands something in the word.
bool expands(Script const& script, shell::Node const& word);

/// True for a word that the node became.
inline bool comes_from(Argument const& word, Script const& script, shell::Node const& node) {
    return word.raw.text().data() == script.tree.text.data() + node.begin;
}

/// The body of a heredoc as the program reads it.
Mapped heredoc_text(Script const& script, shell::Node const& redirection,
                    shell::Heredoc const& heredoc, Arena& arena);

/// Marks variables that an arithmetic text may set as unknown.
void forget_assigned_in_arithmetic(std::string_view text, ScriptVariables& variables);

/// The name of a parameter node.
std::string_view parameter_name(shell::Tree const& tree, shell::Node const& node);

}  // namespace dockcheck::model
