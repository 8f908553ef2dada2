// Finds arguments that are declared, but not where they are used.
#include "rules/stages/arg-outside-scope.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/text/arena_map.hpp"

namespace dockcheck::rules::arg_outside_scope {
namespace {

using model::HiddenArgument;

std::string name_of(model::Stage const& stage) {
    return stage.name.empty() ? std::to_string(stage.index) : std::string(stage.name);
}

/// An unknown base image may set it, or declare it by ONBUILD.
bool is_set_by_nobody(std::string_view name, Pass const& pass) {
    return !model::is_platform_argument(name)
           && model::setter_of(pass.build(), pass.instruction(), name) == model::Setter::nobody;
}

void look_at(model::VariableUse const& use, Pass& pass) {
    auto const hidden = model::hidden_argument(pass.build(), pass.instruction(), use.name);
    auto const& from = *pass.stage()->from_instruction;
    if (hidden.kind == HiddenArgument::Kind::global) {
        pass.report(use.span, global, use.name)
            .insert(from.whole.end, "\nARG " + std::string(use.name));
    } else if (hidden.kind == HiddenArgument::Kind::other_stage) {
        pass.report(use.span, other_stage, use.name, name_of(*hidden.stage));
    }
}

void check(ast::Instruction const& instruction, Pass& pass) {
    // A file without FROM is a part of another one.
    if (pass.stage() == nullptr || pass.stage()->from_instruction == nullptr) return;
    if (instruction.is_faulty) return;
    if (!pass.build().may_use_variables(instruction)) return;
    ArenaMap<bool> told(pass.build().arena());
    auto const look_once = [&](model::VariableUse const& use) {
        if (told.find(use.name) != nullptr) return;
        told.get(use.name, true);
        look_at(use, pass);
    };
    for (auto const& use : model::builder_uses(pass.build(), instruction)) {
        if (is_set_by_nobody(use.name, pass)) look_once(use);
    }
    auto const is_unset = [&](std::string_view name) {
        return !model::is_set_by_shell(name) && is_set_by_nobody(name, pass);
    };
    for (auto const& use : model::script_uses(pass.build(), instruction, is_unset)) look_once(use);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::arg_outside_scope
