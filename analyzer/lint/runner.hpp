// One run over one build: the walk, and what is done with its findings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/lint/run.hpp"
#include "analyzer/lint/silence.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck {

/// Used once.
class Runner {
 public:
    Runner(model::Build const& build, RuleSet const& rules, RunOptions const& options,
           std::vector<Finding> memory);
    std::vector<Finding> run();

 private:
    // The walk (walk.cpp): each subject to the rules that look at it.
    void walk();
    [[nodiscard]] bool is_accepted(ast::Fault const& fault) const;
    void lower_build_errors(std::size_t first);
    void lower_errors(std::size_t first);
    void walk_instruction(ast::Instruction const& instruction);
    void walk_stage(model::Stage const& stage);
    void at(ast::Instruction const* instruction, model::Stage const* stage);
    void offer(Subject subject, void const* node);
    template <typename Node>
    void offer(Node const& node) {
        offer(subject_of<Node>(), &node);
    }
    /// Whether the rule has all that it needs here.
    [[nodiscard]] bool is_for_this(RuleSet::Entry const& entry) const;
    void offer_to(RuleSet::Entry const& entry, void const* node);
    template <typename Nodes, typename Wanted>
    void offer_each(Nodes const& nodes, Subject subject, Wanted wanted);
    void offer_to_those_of(model::Command const& command);
    void call(RuleSet::Entry const& entry, void const* node);
    void note(RuleSet::Entry const& entry);

    // What follows (runner.cpp).
    void describe(std::size_t first);
    void describe(Finding& finding, ast::Instruction const* instruction);
    void drop_fixes();
    void mask_repeats();
    void grade_variants();
    void drop_unwanted();
    [[nodiscard]] bool is_on_misspelt(std::size_t finding) const;
    void silence(Silence& silence, std::size_t first);
    void silence_other_files(std::size_t first);
    void drop_superseded();
    void run_suppression_rules();
    void sort();

    model::Build const& build_;
    RuleSet const& rules_;
    RunOptions const& options_;
    Looks looks_;
    Pass pass_;
    std::vector<Finding> findings_;
    std::vector<Finding> dropped_;
    ArenaVector<ActiveRule const*> actives_;             ///< of each finding
    ArenaVector<ast::Instruction const*> instructions_;  ///< of each finding's subject
    std::vector<IgnoreComment> comments_;
    std::size_t of_faults_ = 0;  ///< the first findings: those of faults
    unsigned lacking_ = 0;       ///< what the file is not, or comes without: bits of EntryNeeds
    std::uint32_t kinds_ = 0;    ///< of the file's instructions, and a bit that every file has
};

}  // namespace dockcheck
