// Small slips that keep a shell from reading a script: one change makes it whole.
#pragma once

#include <optional>

#include "analyzer/model/shell_script.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

struct SyntaxSlip {
    enum class Kind : std::uint8_t {
        separator,   ///< a keyword that no `;` stands in front of: `do make done`
        brace,       ///< the same with `}`
        background,  ///< `&;`
        comment,     ///< a `#` glued to a keyword: `fi#end`
        parameters,  ///< `f(a, b) { ...; }`
        function,    ///< `function f{ ...; }`
    } kind = Kind::separator;
    std::uint32_t begin = 0;  ///< of the word or characters, in the script
    std::uint32_t end = 0;
};

/// The slip in a script that no shell reads, when the script is right without it.
std::optional<SyntaxSlip> slip_of(ShellScript const& script, Arena& arena);

}  // namespace dockcheck::model
