// Where a setting is written so that it holds for a PowerShell script.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/powershell_script.hpp"

namespace dockcheck::model {

struct SettingEdit {
    std::uint32_t offset = 0;
    std::string text;
};

/// The quote of `pwsh -Command "..."` in a POSIX shell, which puts its own variables into double
/// ones, or 0; source: the bytes of the file.
char shell_quote(PowerShellScript const& script, std::string_view source);

/// Puts a statement such as `$ErrorActionPreference = 'Stop';` into SHELL or in front of the
/// script; nullopt where other quotes are in its way, or where a script begins with `param` or
/// `using`, in front of which nothing may stand.
std::optional<SettingEdit> setting_edit(PowerShellScript const& script, std::string_view statement,
                                        Build const& build);

}  // namespace dockcheck::model
