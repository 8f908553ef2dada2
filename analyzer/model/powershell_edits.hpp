// Where a setting is written so that it holds for a PowerShell script.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/powershell_script.hpp"

namespace dockcheck::model {

struct SettingEdit {
    std::uint32_t offset = 0;
    std::string text;
};

/// Puts a statement such as `$ErrorActionPreference = 'Stop';` into SHELL or in front of the
/// script; nullopt where other quotes are in its way.
std::optional<SettingEdit> setting_edit(PowerShellScript const& script, std::string_view statement);

}  // namespace dockcheck::model
