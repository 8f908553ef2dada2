// The order in which rules see a Dockerfile.
#include <algorithm>
#include <memory>

#include "analyzer/image/image.hpp"
#include "analyzer/lint/runner.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/powershell_script.hpp"

namespace dockcheck {
namespace {

static_assert(ast::Node::index_of<ast::Add>() == static_cast<std::size_t>(Subject::add));
static_assert(ast::Node::index_of<ast::From>() == static_cast<std::size_t>(Subject::from));
static_assert(ast::Node::index_of<ast::Workdir>() == static_cast<std::size_t>(Subject::workdir));

template <typename Node>
Node const& pointed_to(Node const* node) {
    return *node;
}
template <typename Node>
Node const& pointed_to(Node const& node) {
    return node;
}

}  // namespace

inline bool Runner::is_for_this(RuleSet::Entry const& entry) const {
    return (entry.needs & lacking_) == 0 && (entry.kinds & kinds_) != 0;
}

/// Remembers whose the newest findings are.
void Runner::note(RuleSet::Entry const& entry) {
    if (actives_.size() == findings_.size()) return;
    actives_.resize(findings_.size(), entry.active);
    instructions_.resize(findings_.size(), pass_.instruction_);
}

inline void Runner::offer_to(RuleSet::Entry const& entry, void const* node) {
    // Nearly no call finds anything: where the findings end is all that is looked at.
    auto const* const end = std::to_address(findings_.end());
    pass_.active_ = entry.active;
    entry.handler(node, pass_, entry.options);
    if (std::to_address(findings_.end()) != end) note(entry);
}

void Runner::call(RuleSet::Entry const& entry, void const* node) {
    if (is_for_this(entry)) offer_to(entry, node);
}

void Runner::offer(Subject subject, void const* node) {
    for (auto const& entry : rules_.handlers(subject)) {
        if (is_for_this(entry)) offer_to(entry, node);
    }
}

/// Offers all of a list to one rule after the other: the processor does the same thing many times
/// over, which is a good deal faster than the other way round.
template <typename Nodes, typename Wanted>
void Runner::offer_each(Nodes const& nodes, Subject subject, Wanted wanted) {
    bool const are_all_wanted =
        std::ranges::all_of(nodes, [&](auto const& each) { return wanted(pointed_to(each)); });
    for (auto const& entry : rules_.handlers(subject)) {
        if (!is_for_this(entry)) continue;
        for (auto const& each : nodes) {
            auto const& node = pointed_to(each);
            if (!are_all_wanted && !wanted(node)) continue;
            pass_.instruction_ = node.instruction;
            offer_to(entry, &node);
        }
    }
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
    of_faults_ = findings_.size();
    for (auto const& instruction : build_.file().instructions) walk_instruction(instruction);
    for (auto const& stage : build_.stages()) {
        auto const first = findings_.size();
        walk_stage(stage);
        if (stage.reach == model::Reach::unreachable && !stage.may_be_used) lower_errors(first);
    }
    for (auto const* const target : build_.targets()) {
        at(target->from_instruction, target);
        offer(target->config);
    }
    for (auto const& deployment : build_.options().deployments) {
        auto const* const stage = model::stage_of(build_, deployment);
        auto const* const about =
            stage == nullptr && !build_.stages().empty() ? &build_.stages().back() : stage;
        at(about == nullptr ? nullptr : about->from_instruction, stage);
        offer(Subject::deployment, &deployment);
    }
    for (auto const& container : build_.options().containers) {
        auto const* const stage = model::stage_of(build_, container);
        if (stage == nullptr) continue;
        at(stage->from_instruction, stage);
        offer(container);
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

/// Steps of a stage that nobody builds fail nothing.
void Runner::lower_errors(std::size_t first) {
    for (auto i = first; i < findings_.size(); ++i) {
        bool const applies = !actives_[i]->severity_is_set;
        if (applies && findings_[i].severity == Severity::error)
            findings_[i].severity = Severity::warning;
    }
}

/// A node that BuildKit refuses may be incomplete: its one finding is the fault.
void Runner::walk_instruction(ast::Instruction const& instruction) {
    if (instruction.is_background) return;
    at(&instruction, build_.stage_of(instruction));
    offer(instruction);
    auto const index = instruction.node.index();
    if (index == 0 || instruction.is_faulty) return;
    offer(static_cast<Subject>(index), instruction.node.address());

    auto const* const onbuild = ast::get_if<ast::Onbuild>(&instruction.node);
    if (onbuild == nullptr || onbuild->trigger == nullptr) return;
    auto const& trigger = *onbuild->trigger;
    if (trigger.node.index() == 0 || trigger.is_faulty) return;
    pass_.instruction_ = &trigger;
    pass_.is_trigger_ = true;
    offer(static_cast<Subject>(trigger.node.index()), trigger.node.address());
    pass_.is_trigger_ = false;
}

/// Offers a command to the rules that look at those of its program or its package manager.
void Runner::offer_to_those_of(model::Command const& command) {
    pass_.instruction_ = command.instruction;
    auto const show_to = [&](RuleSet::Entry const& entry) {
        if (is_for_this(entry) && looks_.may_see_command(*entry.active)) offer_to(entry, &command);
    };
    auto const& index = rules_.commands();
    for (auto const& entry : index.of_program(command.program)) show_to(entry);
    if (index.may_have_beginning(command.program)) {
        for (auto const& [beginning, entry] : index.by_beginning()) {
            if (command.program.starts_with(beginning)) show_to(entry);
        }
    }
    auto const manager = model::manager_of(command);
    for (auto const& entry : index.of_manager(manager)) show_to(entry);
}

// What a misspelt instruction does is part of the stage, but its one finding is the fault.
void Runner::walk_stage(model::Stage const& stage) {
    if (stage.from_instruction != nullptr && !stage.from_instruction->is_misspelt) {
        at(stage.from_instruction, &stage);
        offer(stage.base);
    }
    pass_.stage_ = &stage;
    auto const is_own = [](auto const& node) {
        return node.instruction == nullptr
               || (!node.instruction->is_background && !node.instruction->is_misspelt);
    };
    offer_each(stage.commands, Subject::command, is_own);
    for (auto const& command : stage.commands) {
        if (is_own(command)) offer_to_those_of(command);
    }
    offer_each(stage.scripts, Subject::script, is_own);
    if (!stage.powershell_scripts.empty()) {
        offer_each(stage.powershell_scripts, Subject::powershell, is_own);
    }
    for (auto const& transfer : stage.transfers) {
        if (transfer.instruction->is_misspelt || transfer.instruction->says_nothing()) continue;
        at(transfer.instruction, &stage);
        offer(transfer);
        if (transfer.from != nullptr) offer(*transfer.from);
    }
    for (auto const& mount : stage.mounts) {
        if (mount.instruction->is_misspelt) continue;
        at(mount.instruction, &stage);
        offer(mount);
    }
    at(stage.from_instruction, &stage);
    offer(stage);
}

}  // namespace dockcheck
