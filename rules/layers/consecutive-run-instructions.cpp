// Finds RUN instructions that follow each other.
#include "rules/layers/consecutive-run-instructions.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::consecutive_run_instructions {
namespace {

/// True for a RUN of so few commands that it need not stand alone.
bool is_short(ast::Instruction const& instruction, model::Stage const& stage,
              Options const& options) {
    if (instruction.keyword != ast::Keyword::run || !instruction.heredocs.empty()) return false;
    auto const count =
        std::ranges::count(stage.commands, &instruction, &model::Command::instruction);
    return count <= options.max_commands_per_run;
}

bool have_equal_flags(ast::Instruction const& a, ast::Instruction const& b) {
    return std::ranges::equal(a.flags, b.flags, [](ast::Flag const& one, ast::Flag const& other) {
        return one.name == other.name && one.value.text() == other.value.text();
    });
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    auto const wanted =
        options.include_builder_stages ? model::Reach::builder : model::Reach::final;
    if (stage.reach < wanted) return;
    auto const instructions = stage.instructions;
    for (std::size_t begin = 0; begin < instructions.size();) {
        auto end = begin + 1;
        if (is_short(instructions[begin], stage, options)) {
            while (end < instructions.size() && is_short(instructions[end], stage, options)
                   && have_equal_flags(instructions[begin], instructions[end])) {
                ++end;
            }
        }
        auto const count = end - begin;
        if (count > 1 && static_cast<std::int64_t>(count) >= options.min_consecutive) {
            pass.report(instructions[begin + 1].span, follows, std::to_string(count))
                .related(instructions[begin].span, "the first of them");
        }
        begin = end;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::consecutive_run_instructions
