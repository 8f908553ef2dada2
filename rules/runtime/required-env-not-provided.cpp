// Finds environment variables that a Python or Node.js program, or a start script, cannot start
// without and that nothing sets.
#include "rules/runtime/required-env-not-provided.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/environment.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/script_requirements.hpp"
#include "analyzer/model/start_script.hpp"

namespace dockcheck::rules::required_env_not_provided {
namespace {

/// Variables that are named in the message and shown where they are read.
constexpr std::size_t most_shown = 8;

/// "A", "A and B", "A, B and C", "A, B and 7 more".
std::string listed(std::vector<std::string> const& names) {
    std::string text;
    auto const shown = std::min(names.size(), most_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

void add_once(std::vector<std::string>& names, std::string const& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

bool may_have(model::Stage const& stage, model::RequiredVariable const& read) {
    return read.any_case ? model::may_have_variable_in_any_case(stage, read.name)
                         : model::may_have_variable(stage, read.name);
}

void tell(Pass& pass, ast::Instruction const& instruction,
          std::span<model::RequiredVariable const> required) {
    std::vector<std::string> names;
    std::vector<std::string> files;
    std::vector<model::RequiredVariable> reads;
    for (auto const& read : required) {
        bool const is_known = std::ranges::find(names, read.name) != names.end();
        if (is_known || may_have(*pass.stage(), read)) continue;
        if (pass.context()->may_be_given(read.name)) continue;
        names.emplace_back(read.name);
        add_once(files, read.place.source->name());
        if (reads.size() < most_shown) reads.push_back(read);
    }
    if (reads.empty() || pass.context()->may_be_composed()) return;
    auto const& message = names.size() == 1 ? one : many;
    auto finding = pass.report(instruction.span, message, listed(names), listed(files));
    for (auto const& read : reads) finding.related(read.place, "read here");
}

void check(model::RuntimeConfig const&, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr) return;
    // A compose file may give them.
    if (pass.context() != nullptr && pass.context()->has_compose_file()) return;
    auto const& start = model::python_start(pass.build(), *stage);
    // A script in front may set whatever it likes.
    if (start.is_certain && !start.through_script && start.instruction != nullptr)
        return tell(pass, *start.instruction, model::python_program(pass.build(), *stage).required);
    auto const& program = model::node_program(pass.build(), *stage);
    if (program.instruction != nullptr) return tell(pass, *program.instruction, program.required);
    auto const script = model::start_script(pass.build(), *stage);
    if (!script || script->command->instruction == nullptr) return;
    tell(pass, *script->command->instruction, model::script_requirements(pass.build(), *script));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::required_env_not_provided
