// Finds files that a Python or Node.js program opens when it starts and that certainly are not in
// the image.
#include "rules/runtime/required-file-not-in-image.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"

namespace dockcheck::rules::required_file_not_in_image {
namespace {

void tell(Pass& pass, model::RuntimeConfig const& config, ast::Instruction const& instruction,
          std::span<model::OpenedFile const> opened) {
    for (auto const& file : opened) {
        auto const path = std::string(file.path);
        bool const is_absent = !model::is_in_volume(config, path)
                               && model::look_for_path(pass.build(), *pass.stage(), path)
                                      == model::ModulePresence::absent;
        if (!is_absent) continue;
        if (pass.context()->may_be_composed() || pass.context()->may_be_mounted(path)) return;
        pass.report(instruction.span, missing, path, file.place.source->name())
            .related(file.place, "opened here");
        return;
    }
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    // A compose file may mount them.
    if (pass.context()->has_compose_file()) return;
    auto const& start = model::python_start(pass.build(), *stage);
    // A script in front may make them.
    bool const is_python =
        start.is_certain && !start.through_script && start.instruction != nullptr;
    if (is_python) {
        tell(pass, config, *start.instruction, model::python_program(pass.build(), *stage).opened);
        return;
    }
    auto const& program = model::node_program(pass.build(), *stage);
    if (program.instruction != nullptr) tell(pass, config, *program.instruction, program.opened);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::required_file_not_in_image
