// The tree of a PowerShell script: one flat vector of small nodes in the order of the text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dockcheck::powershell {

/// What a node is.
enum class Kind : std::uint8_t {
    script,         ///< statements
    statement,      ///< a clause, or pipelines with operators between
    and_operator,   ///< `&&`
    or_operator,    ///< `||`
    pipeline,       ///< commands and expressions; or expression, assignment, statement
    assignment,     ///< `=`, `+=`, ...
    command,        ///< invocation, then what names it and its arguments
    invocation,     ///< `&` or `.` in front of what is run
    parameter,      ///< `-Name`, with its colon where there is one
    comma,          ///< between the arguments of a command
    redirection,    ///< the target, none for `2>&1`
    expression,     ///< operands, operators and casts as they follow each other
    operator_word,  ///< `-eq`, `+`, `,`, `!`, ...
    cast,           ///< `[type]` in front of an operand
    operand,        ///< what it is, then members, calls and indexes
    member,         ///< `.Name` or `::Name`: what computes the name, if anything does
    call,           ///< `( )` behind a member: expressions
    index,          ///< `[ ]` behind an operand: an expression
    word,           ///< a bare word: expansions and quotes in it, none when it is plain text
    number,         ///< of an expression
    variable,       ///< `$name`, `${name}`
    splat,          ///< `@name`
    single_quoted,  ///< '...'
    double_quoted,  ///< "...": its expansions
    here_string,    ///< @'...'@
    expandable_here_string,  ///< @"..."@: its expansions
    type_literal,            ///< `[type]`, not looked into
    parenthesis,             ///< pipelines
    subexpression,           ///< $( ): statements
    array,                   ///< @( ): statements
    hash_table,              ///< @{ }: hash_key, statement, ...
    hash_key,                ///< an operand, or none for a bare word
    script_block,            ///< { } as a value: statements
    if_clause,               ///< condition, body, condition, body, ... and a last body for `else`
    while_clause,            ///< condition, body
    do_clause,               ///< body, condition
    for_clause,              ///< pipelines, body
    foreach_clause,          ///< variable, pipeline, body
    switch_clause,           ///< parameters, condition, then pattern, body, ...
    try_clause,              ///< body, catch_clauses, a last body for `finally`
    catch_clause,            ///< type literals, body
    trap_clause,             ///< a type literal, body
    function_definition,     ///< name, parameter_definitions, body
    parameter_block,         ///< `param( )`: type literals, parameter_definitions
    parameter_definition,    ///< type literals, variable, the expression that it defaults to
    named_block,             ///< `begin`, `process`, `end`: body
    flow,                    ///< return, throw, exit, break, continue: a pipeline
    directive,               ///< `using ...`
    condition,               ///< pipelines
    body,                    ///< statements
    name,                    ///< of a function
    opaque,                  ///< text that the grammar does not know
};

/// 16 bytes. The children of node i are i + 1, then the `next` of each, up to its own `next`.
struct Node {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t next = 0;  ///< index behind the last node below this one
    Kind kind = Kind::opaque;
};

/// What stands between the tokens.
struct Trivia {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool is_comment = true;  ///< else a backtick with only blanks behind it in its line
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
    std::span<Trivia const> trivia;
    SyntaxError const* first_error = nullptr;  ///< nullptr when all was understood

    [[nodiscard]] std::string_view text_of(Node const& node) const {
        return {text.data() + node.begin, node.end - node.begin};
    }
    [[nodiscard]] std::uint32_t index_of(Node const& node) const {
        return static_cast<std::uint32_t>(&node - nodes.data());
    }
    [[nodiscard]] bool has_children(Node const& node) const {
        return node.next > index_of(node) + 1;
    }

    /// Iterates over the children of a node.
    class Children {
     public:
        class Iterator {
         public:
            Iterator(Node const* first_node, std::uint32_t index)
                : first_node_(first_node), index_(index) {}
            Node const& operator*() const { return first_node_[index_]; }
            Node const* operator->() const { return first_node_ + index_; }
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
    /// All nodes below a node, in the order of the text.
    [[nodiscard]] std::span<Node const> below(Node const& node) const {
        auto const index = index_of(node);
        return nodes.subspan(index + 1, node.next - index - 1);
    }
};

}  // namespace dockcheck::powershell
