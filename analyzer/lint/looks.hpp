// How often a rule may go through a whole file, and how much it may find there.
#pragma once

#include <cstddef>

#include "analyzer/model/build.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck {

struct ActiveRule;

/// The allowance of one run: what a rule may look at grows with the file, and no faster. Only files
/// that nobody writes (many thousand instructions or commands) reach its end.
class Looks {
 public:
    explicit Looks(model::Build const& build);
    /// True when the rule may go through all instructions and commands once more.
    bool take(ActiveRule const& rule);
    /// True when the rule may be shown one more command of the programs that it looks at: most
    /// rules hold it against the others of its instruction.
    bool may_see_command(ActiveRule const& rule) {
        return most_commands_ == 0 || take_command(rule);
    }
    /// True when one more finding of the rule is kept: nobody reads the same thing thousands of
    /// times.
    bool may_report(ActiveRule const& rule);

 private:
    struct Taken {
        ActiveRule const* rule;
        std::size_t looks;
        std::size_t commands;
        std::size_t findings;
    };

    Taken& taken(ActiveRule const& rule);
    bool take_command(ActiveRule const& rule);

    std::size_t most_looks_ = 0;     ///< of each rule; 0: as many as it likes
    std::size_t most_commands_ = 0;  ///< the same of commands
    ArenaVector<Taken> taken_;
};

}  // namespace dockcheck
