// Finds variables that one ENV sets and uses.
#include "rules/syntax/env-references-same-instruction.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::env_references_same_instruction {
namespace {

/// The pair that gives the name another value than it has, or nullptr.
ast::Pair const* changing_pair(ast::Env const& env, ast::Pair const& user, std::string_view name,
                               Pass const& pass) {
    auto const pair = std::ranges::find_if(env.pairs, [&](ast::Pair const& other) {
        return &other != &user && other.key.text.text() == name;
    });
    if (pair == env.pairs.end()) return nullptr;
    auto const expansion = pass.build().expand(pass.instruction(), pair->value.text.text());
    // NAME=$NAME and NAME=${NAME:-default} keep the value.
    if (expansion.uses.size() == 1 && expansion.uses[0].name == name) return nullptr;
    auto const before = pass.build().variable(pass.instruction(), name);
    bool const is_same = before.state == dockerfile::Variable::State::known
                         && before.value.known() == expansion.value.known();
    return is_same ? nullptr : &*pair;
}

/// True unless the variable is certainly empty before the instruction.
bool has_earlier_value(Pass const& pass, std::string_view name) {
    using State = dockerfile::Variable::State;
    return name == "PATH" || pass.build().variable(pass.instruction(), name).state != State::unset;
}

void check(ast::Env const& env, Pass& pass, Options const& options) {
    // Each pair is held against all: a list that no person wrote is left out.
    constexpr std::size_t most_pairs = 500;
    if (env.pairs.size() < 2 || env.pairs.size() > most_pairs || pass.is_trigger()) return;
    if (pass.stage() != nullptr && pass.stage()->may_set_more) return;
    for (auto const& pair : env.pairs) {
        auto const& text = pair.value.text;
        auto const expansion = pass.build().expand(pass.instruction(), text.text());
        for (auto const& use : expansion.uses) {
            if (use.name == pair.key.text.text()) continue;
            if (changing_pair(env, pair, use.name, pass) == nullptr) continue;
            auto const span = text.source(use.span);
            if (!has_earlier_value(pass, use.name)) {
                pass.report(span, empty, pass.text(span), use.name);
            } else if (options.report_when_previously_defined) {
                pass.report(span, stale, pass.text(span), use.name).severity(Severity::info);
            }
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::env_references_same_instruction
