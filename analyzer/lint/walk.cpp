// The order in which rules see a Dockerfile.
#include <variant>

#include "analyzer/image/image.hpp"
#include "analyzer/lint/runner.hpp"

namespace dockcheck {
namespace {

static_assert(std::variant_size_v<ast::Node> == static_cast<std::size_t>(Subject::workdir) + 1);
static_assert(std::is_same_v<std::variant_alternative_t<1, ast::Node>, ast::Add>);
static_assert(std::is_same_v<std::variant_alternative_t<8, ast::Node>, ast::From>);
static_assert(std::is_same_v<std::variant_alternative_t<18, ast::Node>, ast::Workdir>);

void const* address_of(ast::Node const& node) {
    return std::visit([](auto const& alternative) -> void const* { return &alternative; }, node);
}

}  // namespace

void Runner::call(RuleSet::Entry const& entry, void const* node) {
    if (entry.needs_context && build_.context() == nullptr) return;
    if (entry.needs_layers && !has_layers_) return;
    auto const wanted = build_.image() == nullptr ? input_dockerfile : input_image;
    if ((entry.active->rule->inputs & wanted) == 0) return;
    pass_.active_ = entry.active;
    entry.handler(node, pass_, entry.options);
    if (actives_.size() == findings_.size()) return;
    actives_.resize(findings_.size(), entry.active);
    instructions_.resize(findings_.size(), pass_.instruction_);
}

void Runner::offer(Subject subject, void const* node) {
    for (auto const& entry : rules_.handlers(subject)) call(entry, node);
}

void Runner::at(ast::Instruction const* instruction, model::Stage const* stage) {
    pass_.instruction_ = instruction;
    pass_.stage_ = stage;
}

void Runner::walk() {
    for (auto const& fault : build_.faults()) {
        auto const* const instruction = fault.instruction;
        at(instruction, instruction == nullptr ? nullptr : build_.stage_of(*instruction));
        auto const first = findings_.size();
        offer(fault);
        if (is_accepted(fault)) lower_build_errors(first);
    }
    for (auto const& instruction : build_.file().instructions) walk_instruction(instruction);
    for (auto const& stage : build_.stages()) walk_stage(stage);
    for (auto const* const target : build_.targets()) {
        at(target->from_instruction, target);
        offer(target->config);
    }
    at(nullptr, nullptr);
    offer(build_);
    if (build_.image() != nullptr) offer(*build_.image());
}

/// True for what BuildKit accepts all the same: odd forms, and values in a stage that it never
/// builds.
bool Runner::is_accepted(ast::Fault const& fault) const {
    if (fault.tier == ast::Tier::accepted) return true;
    return fault.tier == ast::Tier::d && pass_.stage_ != nullptr
           && pass_.stage_->reach == model::Reach::unreachable;
}

/// A rule about build errors that finds something which builds only warns.
void Runner::lower_build_errors(std::size_t first) {
    for (auto i = first; i < findings_.size(); ++i) {
        bool const applies = !actives_[i]->severity_is_set && is_build_error(*findings_[i].rule);
        if (applies && findings_[i].severity == Severity::error) {
            findings_[i].severity = Severity::warning;
        }
    }
}

/// A node that BuildKit refuses may be incomplete: its one finding is the fault.
void Runner::walk_instruction(ast::Instruction const& instruction) {
    if (instruction.is_background) return;
    at(&instruction, build_.stage_of(instruction));
    offer(instruction);
    auto const index = instruction.node.index();
    if (index == 0 || instruction.is_faulty) return;
    offer(static_cast<Subject>(index), address_of(instruction.node));

    auto const* const onbuild = std::get_if<ast::Onbuild>(&instruction.node);
    if (onbuild == nullptr || onbuild->trigger == nullptr) return;
    auto const& trigger = *onbuild->trigger;
    if (trigger.node.index() == 0 || trigger.is_faulty) return;
    pass_.instruction_ = &trigger;
    pass_.is_trigger_ = true;
    offer(static_cast<Subject>(trigger.node.index()), address_of(trigger.node));
    pass_.is_trigger_ = false;
}

void Runner::walk_stage(model::Stage const& stage) {
    if (stage.from_instruction != nullptr) {
        at(stage.from_instruction, &stage);
        offer(stage.base);
    }
    auto const is_background = [](ast::Instruction const* instruction) {
        return instruction != nullptr && instruction->is_background;
    };
    for (auto const& command : stage.commands) {
        if (is_background(command.instruction)) continue;
        at(command.instruction, &stage);
        offer(command);
    }
    for (auto const* const script : stage.scripts) {
        if (is_background(script->instruction)) continue;
        at(script->instruction, &stage);
        offer(*script);
    }
    for (auto const& transfer : stage.transfers) {
        at(transfer.instruction, &stage);
        offer(transfer);
        if (transfer.from != nullptr) offer(*transfer.from);
    }
    for (auto const& mount : stage.mounts) {
        at(mount.instruction, &stage);
        offer(mount);
    }
    at(stage.from_instruction, &stage);
    offer(stage);
}

}  // namespace dockcheck
