// Parsing of PowerShell behind the grammar, and trees as text.
#include "analyzer/syntax/powershell/parse.hpp"

#include "analyzer/syntax/powershell/grammar/script.hpp"

namespace dockcheck::powershell {
namespace {

constexpr std::string_view kind_names[] = {
    "script",
    "statement",
    "and",
    "or",
    "pipeline",
    "assignment",
    "command",
    "invocation",
    "parameter",
    "comma",
    "redirection",
    "expression",
    "operator",
    "cast",
    "operand",
    "member",
    "call",
    "index",
    "word",
    "number",
    "variable",
    "splat",
    "single_quoted",
    "double_quoted",
    "here_string",
    "expandable_here_string",
    "type",
    "parenthesis",
    "subexpression",
    "array",
    "hash_table",
    "hash_key",
    "script_block",
    "if",
    "while",
    "do",
    "for",
    "foreach",
    "switch",
    "try",
    "catch",
    "trap",
    "function",
    "parameter_block",
    "parameter_definition",
    "named_block",
    "flow",
    "directive",
    "condition",
    "body",
    "name",
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

Tree parse(std::string_view text, Arena& arena) { return grammar::parse_script(text, arena); }

std::string dump(Tree const& tree) {
    std::string out;
    dump_node(tree, tree.nodes.front(), out);
    return out;
}

std::string_view to_string(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

}  // namespace dockcheck::powershell
