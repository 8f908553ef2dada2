// Finds `cat file | program` where the program could read the file itself.
#include "rules/shell/useless-cat.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/script_nodes.hpp"

namespace dockcheck::rules::useless_cat {
namespace {

using shell::Kind;

/// The only file of `cat file`, or nullptr.
shell::Node const* single_file(shell::Tree const& tree, shell::Node const& command) {
    auto const words = shell::words_of(tree, command);
    if (words.size() != 2 || shell::children_of(tree, command).size() != 2) return nullptr;
    bool const plain = tree.children(*words[1]).empty();
    if (tree.text_of(*words[0]) != "cat" || !plain || tree.text_of(*words[1]).starts_with('-')) {
        return nullptr;
    }
    return words[1];
}

bool reads_elsewhere(shell::Tree const& tree, shell::Node const& command) {
    return std::ranges::any_of(shell::children_of(tree, command), [](shell::Node const* child) {
        return child->kind == Kind::redirection;
    });
}

void check(model::ShellScript const& script, Pass& pass) {
    if (script.use != model::Use::run) return;
    auto const& tree = script.tree;
    for (auto const& pipeline : script.pipelines) {
        auto const parts = shell::children_of(tree, *pipeline.node);
        if (parts[1]->kind != Kind::simple_command) continue;
        auto const* const file = single_file(tree, *parts[0]);
        if (file == nullptr || reads_elsewhere(tree, *parts[1])) continue;
        auto const program = shell::program_of(tree, *parts[1]);
        if (program.empty()) continue;
        auto const name = tree.text_of(*file);
        auto const cat_span = script.span(*parts[0]);
        auto const next = script.span(*parts[1]);
        auto finding = pass.report(cat_span, cat, program, name);
        if (script.is_nested) continue;
        finding.remove({cat_span.begin, next.begin}).insert(next.end, " < " + std::string(name));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::useless_cat
