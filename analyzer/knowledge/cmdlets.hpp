// The commands that PowerShell itself has: their aliases, and the verbs that they begin with.
#pragma once

#include <cstdint>
#include <string_view>

namespace dockcheck::knowledge {

/// Where an alias is one; elsewhere the name is that of a program.
enum class AliasScope : std::uint8_t { everywhere, windows, windows_powershell };

struct CmdletAlias {
    std::string_view alias;
    std::string_view cmdlet;
    AliasScope scope = AliasScope::everywhere;
};

/// The alias of a name, compared without case, or nullptr.
CmdletAlias const* cmdlet_alias(std::string_view name);

/// True for a name of the form Verb-Noun, with one of the verbs that PowerShell wants.
bool is_cmdlet_name(std::string_view name);

}  // namespace dockcheck::knowledge
