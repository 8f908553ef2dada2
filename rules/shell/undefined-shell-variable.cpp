// Finds variables in lower case that neither the build nor the script sets.
#include "rules/shell/undefined-shell-variable.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/environment.hpp"
#include "analyzer/model/script_effects.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/script_words.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::undefined_shell_variable {
namespace {

using model::ShellScript;
using shell::Kind;

/// What the builder passes on from its own environment.
constexpr model::WordList passed_on = " http_proxy https_proxy ftp_proxy no_proxy all_proxy ";

bool is_lower_case(std::string_view name) {
    bool has_letter = false;
    for (char const c : name) {
        bool const letter = c >= 'a' && c <= 'z';
        has_letter = has_letter || letter;
        if (!letter && c != '_' && (c < '0' || c > '9')) return false;
    }
    return has_letter && (name.front() < '0' || name.front() > '9');
}

/// Whether a script runs text that nobody sees here, which may set anything.
bool runs_unseen_text(ShellScript const& script) {
    return std::ranges::any_of(script.tree.nodes, [&](shell::Node const& node) {
        return node.kind == Kind::opaque
               || model::list_holds(" . source eval mapfile readarray getopts ",
                                    shell::program_of(script.tree, node));
    });
}

/// All names that scripts and commands of an instruction set; nothing when it may be any.
class Names {
 public:
    Names(ast::Instruction const& instruction, model::Stage const& stage, Arena& arena)
        : names_(arena) {
        for (auto const* script : stage.scripts_of(instruction)) {
            any_ = any_ || runs_unseen_text(*script);
            model::each_assigned_name(script->tree, script->tree.nodes.front(),
                                      [&](std::string_view name) { names_.get(name, true); });
        }
        for (auto const& command : stage.commands_of(instruction)) {
            for (auto const& made : command.assignments) names_.get(made.name, true);
        }
    }
    [[nodiscard]] bool may_hold(std::string_view name) const {
        return any_ || names_.find(name) != nullptr;
    }

 private:
    bool any_ = false;
    ArenaMap<bool> names_;
};

bool has_fallback(shell::Node const& parameter) {
    auto const operation = static_cast<shell::Operation>(parameter.detail);
    return operation != shell::Operation::none && operation != shell::Operation::other;
}

bool is_declared(std::string_view name, ShellScript const& script, Pass const& pass) {
    using State = dockerfile::Variable::State;
    bool const declared = pass.build().variable(*script.instruction, name).state != State::unset;
    return declared || model::list_holds(passed_on, name)
           || model::may_have_variable(*pass.stage(), name);
}

/// True for a part of what echo or printf writes into a file.
bool is_written(shell::Node const& parameter, ShellScript const& script) {
    auto const at = script.tree.index_of(parameter);
    constexpr std::uint32_t longest_command = 1000;
    for (auto i = at; i > 0 && at - i < longest_command; --i) {
        auto const& node = script.tree.nodes[i];
        if (node.kind != Kind::simple_command || node.next <= at) continue;
        auto const program = shell::program_of(script.tree, node);
        if (program != "echo" && program != "printf") return false;
        auto const children = shell::children_of(script.tree, node);
        return std::ranges::any_of(
            children, [](shell::Node const* child) { return child->kind == Kind::redirection; });
    }
    return false;
}

void check(ShellScript const& script, Pass& pass, Options const& options) {
    if (script.gets_variables || script.use != model::Use::run || script.expands_before
        || pass.stage() == nullptr || !script.holds(Kind::parameter))
        return;
    ArenaVector<shell::Node const*> suspects(pass.build().arena());
    // Whoever asks whether it is set knows that it may not be.
    ArenaMap<bool> guarded(pass.build().arena());
    for (auto const& node : script.tree.nodes) {
        if (node.kind != Kind::parameter) continue;
        auto const name = model::parameter_name(script.tree, node);
        if (has_fallback(node)) guarded.get(name, true);
        if (name.empty() || has_fallback(node) || guarded.find(name) != nullptr
            || !is_lower_case(name))
            continue;
        if (matches_any_wildcard(name, options.assume_defined)) continue;
        if (!is_declared(name, script, pass)) suspects.push_back(&node);
    }
    if (suspects.empty()) return;
    Names const names(*script.instruction, *pass.stage(), pass.build().arena());
    for (auto const* node : suspects) {
        auto const name = model::parameter_name(script.tree, *node);
        if (names.may_hold(name)) continue;
        auto const span = script.span(*node);
        if (is_written(*node, script)) {
            pass.report(span, written, script.text_of(*node));
        } else {
            pass.report(span, undefined, name);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::undefined_shell_variable
