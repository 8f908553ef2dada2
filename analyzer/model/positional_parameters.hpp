// Which words behind a script the script reads: $0, $1, $@.
#pragma once

#include <string_view>

#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

struct PositionalUse {
    bool is_certain = true;  ///< false where the script could not be read to its end
    bool first = false;      ///< $0
    bool others = false;     ///< $1, $@, $*, $#, and what reads them unsaid: getopts, `for x; do`
};

/// What `sh -c SCRIPT a b c` does with a, which is $0, and with b and c, which are $@.
PositionalUse positional_use(std::string_view script, Arena& arena);

}  // namespace dockcheck::model
