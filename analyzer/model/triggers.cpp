// ONBUILD: what a stage keeps for its children, and what they do with it.
#include "analyzer/model/builder.hpp"

namespace dockcheck::model {

void Builder::read(ast::Instruction const& at, ast::Onbuild const& node) {
    if (node.trigger == nullptr) return;
    build_.triggers_.emplace_back(node.trigger, position_);
    current_.triggers.push_back(&at);
}

// Before the child's own instructions, once: grandchildren have none of it.
void Builder::run_triggers(Stage& stage, Stage const& parent) {
    if (parent.config.triggers.empty()) return;
    std::vector<ast::Instruction const*> instructions;
    in_trigger_ = true;
    for (auto const* onbuild : parent.config.triggers) {
        if (triggers_left_ == 0) break;
        --triggers_left_;
        auto const* trigger = ast::get<ast::Onbuild>(onbuild->node).trigger;
        using ast::Keyword;
        if (trigger->is_faulty || trigger->keyword == Keyword::onbuild
            || trigger->keyword == Keyword::from || trigger->keyword == Keyword::maintainer) {
            continue;
        }
        instructions.push_back(trigger);
        ast::visit(
            [&](auto const& node) {
                if constexpr (requires { read(*trigger, node); }) read(*trigger, node);
            },
            trigger->node);
    }
    in_trigger_ = false;
    stage.triggered = {arena_.copy(instructions), arena_.copy(current_.commands),
                       arena_.copy(current_.transfers), arena_.copy(current_.mounts)};
    current_.commands.clear();
    current_.scripts.clear();
    current_.transfers.clear();
    current_.mounts.clear();
}

}  // namespace dockcheck::model
