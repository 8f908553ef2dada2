// Finds `test && first || second`, where second runs when first fails.
#include "rules/shell/and-or-used-as-if-else.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/script_effects.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::and_or_used_as_if_else {
namespace {

using shell::Kind;

shell::Node const* only_command(shell::Tree const& tree, shell::Node const& pipeline) {
    auto const parts = shell::children_of(tree, pipeline);
    return parts.size() == 1 ? parts.front() : nullptr;
}

/// A command that is asked for its status.
bool is_test(shell::Tree const& tree, shell::Node const& pipeline) {
    auto const* const command = only_command(tree, pipeline);
    if (command == nullptr) return false;
    if (command->kind == Kind::test_clause || command->kind == Kind::arithmetic_command)
        return true;
    auto const words = shell::words_of(tree, *command);
    if (words.size() < 2) return false;
    auto const program = tree.text_of(*words[0]);
    auto const first = tree.text_of(*words[1]);
    if (program == "grep") return first.starts_with("-q") || first == "--quiet";
    if (program == "command") return first == "-v";
    return model::list_holds(" [ test which type hash getent ", program);
}

bool cannot_fail(shell::Tree const& tree, shell::Node const& pipeline) {
    if (model::never_fails(tree, pipeline)) return true;
    auto const* const command = only_command(tree, pipeline);
    if (command == nullptr) return false;
    return model::list_holds(" echo printf exit return ", shell::program_of(tree, *command));
}

/// `true`, `:`, `exit 1` and groups that end so.
bool only_gives_up(shell::Tree const& tree, shell::Node const& pipeline) {
    if (model::failure_of(tree, pipeline) != model::Failure::not_certain) return true;
    return cannot_fail(tree, pipeline) && only_command(tree, pipeline)->kind == Kind::simple_command
           && model::list_holds(" true : exit return echo printf ",
                                shell::program_of(tree, *only_command(tree, pipeline)));
}

std::string_view name_of(shell::Tree const& tree, shell::Node const& pipeline) {
    auto const parts = shell::children_of(tree, pipeline);
    auto const program = shell::program_of(tree, *parts.front());
    return program.empty() ? std::string_view("the next part") : program;
}

void check(model::ShellScript const& script, Pass& pass) {
    if (script.use != model::Use::run || !script.holds(Kind::or_operator)) return;
    auto const& tree = script.tree;
    for (auto const& node : tree.nodes) {
        if (node.kind != Kind::statement) continue;
        auto const parts = shell::children_of(tree, node);
        if (parts.size() != 5 || parts[1]->kind != Kind::and_operator) continue;
        if (parts[3]->kind != Kind::or_operator || !is_test(tree, *parts[0])) continue;
        if (cannot_fail(tree, *parts[2]) || only_gives_up(tree, *parts[4])) continue;
        auto const begin = script.span(*parts[0]);
        pass.report(join(begin, script.span(*parts[4])), both, name_of(tree, *parts[2]),
                    name_of(tree, *parts[4]));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::and_or_used_as_if_else
