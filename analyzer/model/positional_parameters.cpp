// Looking for positional parameters in the tree of a script.
#include "analyzer/model/positional_parameters.hpp"

#include "analyzer/model/script_words.hpp"
#include "analyzer/syntax/shell/parse.hpp"

namespace dockcheck::model {
namespace {

bool is_position(std::string_view name) {
    if (name == "@" || name == "*" || name == "#") return true;
    return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Builtins and clauses that read the parameters without naming them, as a file that is sourced
/// may.
bool reads_unsaid(shell::Tree const& tree, shell::Node const& node) {
    if (node.kind == shell::Kind::word) {
        auto const text = tree.text_of(node);
        return text == "getopts" || text == "shift";
    }
    if (node.kind != shell::Kind::for_clause) return false;
    for (auto const& child : tree.children(node)) {
        if (child.kind == shell::Kind::word) return false;
    }
    return true;
}

/// A file that is sourced sees them, and there are other ways to them.
bool may_read_elsewhere(shell::Tree const& tree, shell::Node const& node) {
    if (node.kind != shell::Kind::word) return false;
    auto const text = tree.text_of(node);
    return text == "." || text == "source" || text.find("BASH_ARG") != text.npos
           || text.find("/cmdline") != text.npos;
}

}  // namespace

PositionalUse positional_use(std::string_view script, Arena& arena) {
    auto const tree = shell::parse(script, shell::Dialect::bash, arena);
    PositionalUse use;
    use.is_certain = tree.first_error == nullptr && tree.heredocs.empty();
    for (auto const& node : tree.nodes) {
        if (may_read_elsewhere(tree, node)) use.is_certain = false;
        if (node.kind == shell::Kind::parameter) {
            auto const name = parameter_name(tree, node);
            use.first = use.first || name == "0";
            use.others = use.others || (name != "0" && is_position(name));
        } else if (reads_unsaid(tree, node)) {
            use.others = true;
        }
    }
    return use;
}

}  // namespace dockcheck::model
