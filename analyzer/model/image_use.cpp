// See the header: start commands, ports and copies of a stage.
#include "analyzer/model/image_use.hpp"

#include <algorithm>

namespace dockcheck::model {

bool has_onbuild(Stage const& stage) {
    return std::ranges::any_of(stage.instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::onbuild;
    });
}

bool starts_nothing_own(Stage const& stage) {
    auto const& config = stage.config;
    bool const has_program = config.entrypoint.is_set()
                             || (config.cmd.is_set() && config.cmd.value.arguments.size() > 1);
    return stage.transfers.empty() && config.ports.empty() && !has_program;
}

bool may_be_tool(RuntimeConfig const& config) {
    auto const& entrypoint = config.entrypoint;
    bool const is_program = entrypoint.is_set() && !entrypoint.value.shell_form
                            && entrypoint.value.arguments.size() == 1;
    return is_program && !config.cmd.is_set() && config.ports.empty();
}

}  // namespace dockcheck::model
