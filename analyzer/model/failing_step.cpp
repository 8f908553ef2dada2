// Looking for what takes notice of a failure, or keeps a command from running at all.
#include "analyzer/model/failing_step.hpp"

#include <algorithm>

#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::model {

bool fails_the_build(Stage const& stage, Command const& command) {
    static constexpr WordList tests = " [ [[ test command which type hash grep exit ";
    // chroot and its like work in another system.
    constexpr int plain = wrapper_sudo | wrapper_env | wrapper_exec | wrapper_shell;
    if ((command.wrappers & ~plain) != 0 || command.in_substitution) return false;
    if (command.is_conditional || command.can_fail_unseen) return false;
    if (command.connector == Connector::disjunction) return false;
    if (command.follower == Connector::disjunction) return false;
    return std::ranges::none_of(stage.commands_of(*command.instruction), [&](Command const& other) {
        return other.sequence < command.sequence && tests.holds(other.program);
    });
}

bool must_succeed(Stage const& stage, Command const& command) {
    if (!fails_the_build(stage, command) || command.depth > 0) return false;
    if (command.follower == Connector::pipe) return false;
    return std::ranges::none_of(stage.commands_of(*command.instruction), [](Command const& other) {
        return other.connector == Connector::disjunction || other.depth > 0;
    });
}

}  // namespace dockcheck::model
