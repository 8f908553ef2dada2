// Parsing of shell scripts behind the grammar, and trees as text.
#include "analyzer/syntax/shell/parse.hpp"

#include <algorithm>

#include "analyzer/syntax/shell/grammar/script.hpp"

namespace dockcheck::shell {
namespace {

constexpr std::string_view kind_names[] = {
    "script",
    "statement",
    "and",
    "or",
    "pipeline",
    "simple_command",
    "subshell",
    "brace_group",
    "if",
    "for",
    "arithmetic_for",
    "select",
    "while",
    "until",
    "case",
    "case_item",
    "test",
    "arithmetic_command",
    "function",
    "coprocess",
    "condition",
    "body",
    "assignment",
    "array",
    "redirection",
    "word",
    "name",
    "index",
    "literal",
    "glob",
    "escape",
    "single_quoted",
    "ansi_quoted",
    "double_quoted",
    "quoted_text",
    "parameter",
    "substitution",
    "backquote",
    "arithmetic",
    "process_substitution",
    "comment",
    "opaque",
};
static_assert(std::size(kind_names) == static_cast<std::size_t>(Kind::opaque) + 1);

void dump_node(Tree const& tree, Node const& node, std::string& out) {
    out += to_string(node.kind);
    auto const children = tree.children(node);
    out += '(';
    if (children.empty()) out += tree.text_of(node);
    bool first = true;
    for (auto const& child : children) {
        if (!first) out += ' ';
        first = false;
        dump_node(tree, child, out);
    }
    out += ')';
}

}  // namespace

Heredoc const* Tree::heredoc_of(Node const& redirection) const {
    auto const found =
        std::ranges::lower_bound(heredocs, index_of(redirection), {}, &Heredoc::node);
    return found != heredocs.end() && found->node == index_of(redirection) ? &*found : nullptr;
}

Tree parse(std::string_view text, Dialect dialect, Arena& arena) {
    return grammar::parse_script(text, dialect, arena);
}

Tree parse_heredoc_body(std::string_view body, Dialect dialect, Arena& arena) {
    return grammar::parse_quoted(body, dialect, arena);
}

std::string dump(Tree const& tree) {
    std::string out;
    dump_node(tree, tree.nodes.front(), out);
    return out;
}

std::string_view to_string(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

}  // namespace dockcheck::shell
