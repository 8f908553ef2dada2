// Finds variables that one ENV sets and uses.
#include "rules/syntax/env-references-same-instruction.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/environment.hpp"

namespace dockcheck::rules::env_references_same_instruction {
namespace {

/// True when another pair than the one at `index` sets the name.
bool is_set_by_other(ast::Env const& env, std::size_t index, std::string_view name) {
    for (std::size_t i = 0; i < env.pairs.size(); ++i) {
        if (i != index && env.pairs[i].key.text.text() == name) return true;
    }
    return false;
}

/// True unless the variable is certainly empty before the instruction.
bool has_earlier_value(Pass const& pass, std::string_view name) {
    using State = dockerfile::Variable::State;
    if (pass.build().variable(pass.instruction(), name).state != State::unset) return true;
    return name == "PATH" || pass.stage() == nullptr
           || pass.stage()->root().kind == model::Reference::Kind::unknown;
}

void check(ast::Env const& env, Pass& pass, Options const& options) {
    if (env.pairs.size() < 2 || pass.is_trigger()) return;
    for (std::size_t i = 0; i < env.pairs.size(); ++i) {
        auto const& text = env.pairs[i].value.text;
        auto const expansion = pass.build().expand(pass.instruction(), text.text());
        for (auto const& use : expansion.uses) {
            if (use.name == env.pairs[i].key.text.text()) continue;
            if (!is_set_by_other(env, i, use.name)) continue;
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
