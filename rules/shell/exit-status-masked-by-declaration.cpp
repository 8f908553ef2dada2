// Finds declarations that hide the failure of the command whose output they assign.
#include "rules/shell/exit-status-masked-by-declaration.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/plain_output.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::exit_status_masked_by_declaration {
namespace {

using shell::Kind;

constexpr model::WordList declaring = " export local declare readonly typeset ";

/// Programs that only pass on what they read.
constexpr model::WordList filters = " awk cut head sed sort tail tr uniq wc xargs ";

/// A pipe whose status is that of a filter, pipefail being off: nothing is lost by export.
bool ends_in_filter(model::ShellScript const& script, std::uint32_t substitution) {
    auto const& tree = script.tree;
    auto const pipeline = std::ranges::find_if(script.pipelines, [&](auto const& candidate) {
        return tree.index_of(*candidate.node) == substitution + 2;
    });
    if (pipeline == script.pipelines.end() || pipeline->pipefail) return false;
    auto const parts = shell::children_of(tree, *pipeline->node);
    return model::list_holds(filters, shell::program_of(tree, *parts.back()));
}

/// `command || echo x`: the failure has its answer.
bool is_rescued(shell::Tree const& tree, shell::Node const& substitution) {
    auto const statements = shell::children_of(tree, substitution);
    if (statements.size() != 1 || statements.front()->kind != Kind::statement) return false;
    auto const parts = shell::children_of(tree, *statements.front());
    if (parts.size() < 3 || parts[parts.size() - 2]->kind != Kind::or_operator) return false;
    auto const commands = shell::children_of(tree, *parts.back());
    return commands.size() == 1
           && model::list_holds(" echo printf true : ", shell::program_of(tree, *commands.front()));
}

/// A substitution in the word that may fail.
bool may_fail(model::ShellScript const& script, shell::Node const& word) {
    auto const& tree = script.tree;
    for (auto i = tree.index_of(word) + 1; i < word.next; ++i) {
        auto const& node = tree.nodes[i];
        bool const runs = node.kind == Kind::command_substitution || node.kind == Kind::backquote;
        if (!runs) continue;
        auto const text = tree.text_of(node);
        bool const prints = text.starts_with("$(echo ") || text.starts_with("$(printf ")
                            || text.starts_with("`echo ");
        if (prints || model::prints_plain_word(tree, node) || is_rescued(tree, node)) continue;
        if (!ends_in_filter(script, i)) return true;
    }
    return false;
}

/// More than one substitution, those inside of others left out.
bool has_several(shell::Tree const& tree, shell::Node const& word) {
    int count = 0;
    for (auto i = tree.index_of(word) + 1; i < word.next; ++i) {
        auto const& node = tree.nodes[i];
        if (node.kind != Kind::command_substitution && node.kind != Kind::backquote) continue;
        ++count;
        i = node.next - 1;
    }
    return count > 1;
}

/// The name of NAME=value, or empty.
std::string_view assigned_name(std::string_view text) {
    auto const equals = text.find('=');
    if (equals == text.npos || equals == 0) return {};
    auto const name = text.substr(0, equals);
    bool const plain =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
        == name.npos;
    return plain ? name : std::string_view{};
}

/// True when set -e stops the script at the command.
bool stops_at_failure(model::ShellScript const& script, shell::Node const& node, Pass const& pass) {
    if (pass.stage() == nullptr) return false;
    auto const begin = script.span(node).begin;
    auto const commands = pass.stage()->commands_of(*script.instruction);
    auto const found = std::ranges::lower_bound(
        commands, begin, {}, [](model::Command const& command) { return command.span.begin; });
    return found != commands.end() && found->span.begin == begin && found->errexit;
}

/// True when nothing stands before the node in its list.
bool is_first(shell::Tree const& tree, shell::Node const& node,
              std::span<shell::Node const* const> ancestors) {
    for (auto const* ancestor : ancestors) {
        if (ancestor->kind != Kind::statement) continue;
        auto const begin = tree.index_of(node);
        for (auto const& first : tree.children(*ancestor)) {
            if (begin < tree.index_of(first) || begin >= first.next) return false;
            break;
        }
    }
    return true;
}

/// `&&` where the statement is a list of them, else `;`.
std::string_view separator_in(shell::Tree const& tree,
                              std::span<shell::Node const* const> ancestors) {
    for (auto const* ancestor : ancestors) {
        if (ancestor->kind != Kind::statement) continue;
        auto const parts = shell::children_of(tree, *ancestor);
        bool const listed = std::ranges::any_of(
            parts, [](shell::Node const* part) { return part->kind == Kind::and_operator; });
        if (listed) return " && ";
    }
    return "; ";
}

void check(model::ShellScript const& script, Pass& pass) {
    if (script.use != model::Use::run) return;
    auto const& tree = script.tree;
    if (!script.holds(Kind::command_substitution, Kind::backquote)) return;
    bool const declares = std::ranges::any_of(script.simple_commands, [&](auto const* command) {
        return declaring.holds(shell::program_of(tree, *command));
    });
    if (!declares) return;
    shell::for_each_node(tree, [&](shell::Node const& node, auto const& ancestors) {
        auto const program = shell::program_of(tree, node);
        if (!declaring.holds(program)) return;
        auto const words = shell::words_of(tree, node);
        for (auto const* word : std::span(words).subspan(1)) {
            auto const name = assigned_name(tree.text_of(*word));
            if (name.empty() || !may_fail(script, *word)) continue;
            auto const span = script.span(*word);
            bool const stops =
                is_first(tree, node, ancestors) && stops_at_failure(script, node, pass);
            bool const several = has_several(tree, *word);
            auto const& message = several ? (stops ? masked_several_errexit : masked_several)
                                          : (stops ? masked_errexit : masked);
            auto finding = pass.report(span, message, program);
            if (several || program != "export" || words.size() != 2 || script.is_nested) continue;
            auto const separator = stops ? std::string_view("; ") : separator_in(tree, ancestors);
            finding.remove({script.span(*words[0]).begin, span.begin})
                .insert(span.end, std::string(separator) + "export " + std::string(name));
        }
    });
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::exit_status_masked_by_declaration
