// The grammar of PowerShell behind a plain function.
#pragma once

#include <string_view>

#include "analyzer/syntax/powershell/ast.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::powershell::grammar {

Tree parse_script(std::string_view text, Arena& arena);

}  // namespace dockcheck::powershell::grammar
