// Finds arguments that are declared, but not where they are used.
#include "rules/stages/arg-outside-scope.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/variable_uses.hpp"

namespace dockcheck::rules::arg_outside_scope {
namespace {

using model::HiddenArgument;
using model::Setter;

/// True when the image that the chain of stages begins with is named by the argument.
bool names_the_image(model::Stage const& stage, std::string_view name) {
    auto const pieces = stage.root().value.pieces();
    auto const is_from = [&](Piece const& piece) { return piece.variable == name; };
    if (std::ranges::any_of(pieces, is_from)) return true;
    // A known value has no pieces left: look at what was written.
    auto const* root = &stage;
    while (root->parent != nullptr) root = root->parent;
    if (root->from == nullptr) return false;
    auto const text = root->from->image.text.text();
    auto const at = text.find(name);
    return at != text.npos && at > 0 && (text[at - 1] == '$' || text[at - 1] == '{');
}

std::string name_of(model::Stage const& stage) {
    return stage.name.empty() ? std::to_string(stage.index) : std::string(stage.name);
}

void report(model::VariableUse const& use, HiddenArgument const& hidden, Setter setter,
            Pass& pass) {
    if (hidden.kind == HiddenArgument::Kind::other_stage) {
        pass.report(use.span, other_stage, use.name, name_of(*hidden.stage));
        return;
    }
    auto reported = pass.report(use.span, setter == Setter::nobody ? global : shadowed, use.name);
    if (pass.stage()->from_instruction == nullptr) return;
    reported.insert(pass.stage()->from_instruction->whole.end, "\nARG " + std::string(use.name));
}

void look_at(model::VariableUse const& use, Pass& pass) {
    if (model::is_platform_argument(use.name)) return;
    auto const setter = model::setter_of(pass.build(), pass.instruction(), use.name);
    if (setter == Setter::dockerfile) return;
    auto const hidden = model::hidden_argument(pass.build(), pass.instruction(), use.name);
    if (hidden.kind == HiddenArgument::Kind::none) return;
    if (setter == Setter::base_image) return;
    // An unknown image may set it, most of all where the argument is its version.
    if (setter == Setter::unknown_base
        && (hidden.kind != HiddenArgument::Kind::global
            || names_the_image(*pass.stage(), use.name))) {
        return;
    }
    report(use, hidden, setter, pass);
}

void check(ast::Instruction const& instruction, Pass& pass) {
    if (pass.stage() == nullptr || instruction.is_faulty) return;
    std::vector<std::string_view> told;
    auto const look_once = [&](model::VariableUse const& use) {
        if (std::ranges::find(told, use.name) != told.end()) return;
        told.push_back(use.name);
        look_at(use, pass);
    };
    for (auto const& use : model::builder_uses(pass.build(), instruction)) look_once(use);
    for (auto const& use : model::script_uses(pass.build(), instruction)) {
        if (!model::is_set_by_shell(use.name)) look_once(use);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::arg_outside_scope
