// The tree of a shell script: one flat vector of small nodes in the order of the text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dockcheck::shell {

/// What a node is. Comments may stand between the children of any node that holds statements.
enum class Kind : std::uint8_t {
    script,               ///< statements
    statement,            ///< pipelines with operators between; detail: Terminator
    and_operator,         ///< `&&`
    or_operator,          ///< `||`
    pipeline,             ///< commands; detail: PipelineFlags
    simple_command,       ///< assignments, words, redirections in the order of the text
    subshell,             ///< statements, then redirections behind the `)`
    brace_group,          ///< the same in `{ }`
    if_clause,            ///< condition, body, condition, body, ... and a last body for `else`
    for_clause,           ///< name, words, body
    arithmetic_for,       ///< arithmetic, body
    select_clause,        ///< name, words, body
    while_clause,         ///< condition, body
    until_clause,         ///< condition, body
    case_clause,          ///< word, case_items
    case_item,            ///< pattern words, body when there is one
    test_clause,          ///< `[[ ]]`: its words
    arithmetic_command,   ///< `(( ))`: expansions in it
    function_definition,  ///< name, command
    coprocess,            ///< command
    condition,            ///< statements
    body,                 ///< statements
    assignment,           ///< name, index, then an array or the parts of the value; detail: append
    array,                ///< words
    redirection,          ///< the target word; detail: Redirect
    word,                 ///< parts; none when it is plain text
    name,                 ///< of a variable or function
    index,                ///< `[...]` behind a name, not looked into
    literal,              ///< unquoted text
    glob,                 ///< `*`, `?`, `[`
    escape,               ///< a backslash and what it quotes
    single_quoted,        ///< '...'
    ansi_quoted,          ///< $'...'
    double_quoted,        ///< parts; also $"..."
    quoted_text,          ///< a literal inside double quotes, a heredoc or ${ }
    parameter,            ///< $x, ${x...}: name, index, the parts of the operand; detail: Operation
    command_substitution,  ///< $( ): statements
    backquote,             ///< ` `: statements
    arithmetic,            ///< $(( )): expansions in it
    process_substitution,  ///< <( ), >( ): statements
    comment,
    opaque,  ///< text that the grammar does not know
};

enum class Terminator : std::uint8_t { none, semicolon, newline, background };

enum PipelineFlags : std::uint8_t { pipeline_plain = 0, pipeline_negated = 1, pipeline_timed = 2 };

enum class Redirect : std::uint8_t {
    input,
    output,
    append,
    clobber,         ///< >|
    read_write,      ///< <>
    copy_input,      ///< <&
    copy_output,     ///< >&
    both,            ///< &>
    both_append,     ///< &>>
    here_string,     ///< <<<
    heredoc,         ///< <<
    heredoc_tabbed,  ///< <<-
};

/// What stands behind the name in ${ }. With `colon` or without is told by the text.
enum class Operation : std::uint8_t {
    none,
    fallback,     ///< - :-
    assign,       ///< = :=
    complain,     ///< ? :?
    alternative,  ///< + :+
    other,        ///< # ## % %% / : ^ , @ and a leading # or !
};

/// 16 bytes. The children of node i are i + 1, then the `next` of each, up to its own `next`.
struct Node {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t next = 0;  ///< index behind the last node below this one
    Kind kind = Kind::opaque;
    std::uint8_t detail = 0;
};

/// The lines that belong to a `<<` redirection.
struct Heredoc {
    std::uint32_t node = 0;      ///< the redirection
    std::string_view delimiter;  ///< quotes removed
    std::uint32_t begin = 0;     ///< of the body in the script
    std::uint32_t end = 0;
    bool quoted = false;  ///< nothing in the body expands
};

/// What the grammar was waiting for where it stopped.
struct SyntaxError {
    std::uint32_t offset = 0;
    std::string_view expected;
};

/// A parsed script. Views into the text and the arena that were given to parse().
struct Tree {
    std::string_view text;
    std::span<Node const> nodes;  ///< never empty: the first is the script
    std::span<Heredoc const> heredocs;
    SyntaxError const* first_error = nullptr;  ///< nullptr when all was understood

    [[nodiscard]] std::string_view text_of(Node const& node) const {
        return {text.data() + node.begin, node.end - node.begin};
    }
    [[nodiscard]] std::uint32_t index_of(Node const& node) const {
        return static_cast<std::uint32_t>(&node - nodes.data());
    }
    /// The heredoc of a redirection, or nullptr.
    [[nodiscard]] Heredoc const* heredoc_of(Node const& redirection) const;

    /// Iterates over the children of a node.
    class Children {
     public:
        class Iterator {
         public:
            Iterator(Node const* first_node, std::uint32_t index)
                : first_node_(first_node), index_(index) {}
            Node const& operator*() const { return first_node_[index_]; }
            Iterator& operator++() {
                index_ = first_node_[index_].next;
                return *this;
            }
            bool operator==(Iterator const& other) const { return index_ == other.index_; }

         private:
            Node const* first_node_;
            std::uint32_t index_;
        };
        Children(Node const* first_node, std::uint32_t begin, std::uint32_t end)
            : first_node_(first_node), begin_(begin), end_(end) {}
        [[nodiscard]] Iterator begin() const { return {first_node_, begin_}; }
        [[nodiscard]] Iterator end() const { return {first_node_, end_}; }
        [[nodiscard]] bool empty() const { return begin_ == end_; }

     private:
        Node const* first_node_;
        std::uint32_t begin_;
        std::uint32_t end_;
    };
    [[nodiscard]] Children children(Node const& node) const {
        return {nodes.data(), index_of(node) + 1, node.next};
    }
};

}  // namespace dockcheck::shell
