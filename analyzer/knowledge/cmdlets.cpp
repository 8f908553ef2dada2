// The commands that PowerShell itself has. Source: the aliases and verbs of PowerShell 7.6
// (InitialSessionState.cs, Get-Verb), read on 2026-11-26; curl and wget: Windows PowerShell 5.1.
#include "analyzer/knowledge/cmdlets.hpp"

#include <algorithm>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr auto everywhere = AliasScope::everywhere;
constexpr auto windows = AliasScope::windows;
constexpr auto windows_powershell = AliasScope::windows_powershell;

/// By alias.
constexpr CmdletAlias aliases[] = {
    {"%", "ForEach-Object", everywhere},
    {"?", "Where-Object", everywhere},
    {"ac", "Add-Content", windows},
    {"asnp", "Add-PSSnapin", windows_powershell},
    {"cat", "Get-Content", windows},
    {"cd", "Set-Location", everywhere},
    {"chdir", "Set-Location", everywhere},
    {"clc", "Clear-Content", everywhere},
    {"clear", "Clear-Host", windows},
    {"clhy", "Clear-History", everywhere},
    {"cli", "Clear-Item", everywhere},
    {"clp", "Clear-ItemProperty", everywhere},
    {"cls", "Clear-Host", everywhere},
    {"clv", "Clear-Variable", everywhere},
    {"cnsn", "Connect-PSSession", windows},
    {"compare", "Compare-Object", windows},
    {"copy", "Copy-Item", everywhere},
    {"cp", "Copy-Item", windows},
    {"cpi", "Copy-Item", everywhere},
    {"cpp", "Copy-ItemProperty", windows},
    {"curl", "Invoke-WebRequest", windows_powershell},
    {"cvpa", "Convert-Path", everywhere},
    {"dbp", "Disable-PSBreakpoint", everywhere},
    {"del", "Remove-Item", everywhere},
    {"diff", "Compare-Object", windows},
    {"dir", "Get-ChildItem", everywhere},
    {"dnsn", "Disconnect-PSSession", windows},
    {"ebp", "Enable-PSBreakpoint", everywhere},
    {"echo", "Write-Output", everywhere},
    {"epal", "Export-Alias", everywhere},
    {"epcsv", "Export-Csv", everywhere},
    {"epsn", "Export-PSSession", windows_powershell},
    {"erase", "Remove-Item", everywhere},
    {"etsn", "Enter-PSSession", everywhere},
    {"exsn", "Exit-PSSession", everywhere},
    {"fc", "Format-Custom", everywhere},
    {"fl", "Format-List", everywhere},
    {"foreach", "ForEach-Object", everywhere},
    {"ft", "Format-Table", everywhere},
    {"fw", "Format-Wide", everywhere},
    {"gal", "Get-Alias", everywhere},
    {"gbp", "Get-PSBreakpoint", everywhere},
    {"gc", "Get-Content", everywhere},
    {"gci", "Get-ChildItem", everywhere},
    {"gcm", "Get-Command", everywhere},
    {"gcs", "Get-PSCallStack", everywhere},
    {"gdr", "Get-PSDrive", everywhere},
    {"gerr", "Get-Error", everywhere},
    {"ghy", "Get-History", everywhere},
    {"gi", "Get-Item", everywhere},
    {"gjb", "Get-Job", everywhere},
    {"gl", "Get-Location", everywhere},
    {"gm", "Get-Member", everywhere},
    {"gmo", "Get-Module", everywhere},
    {"gp", "Get-ItemProperty", everywhere},
    {"gps", "Get-Process", everywhere},
    {"gpv", "Get-ItemPropertyValue", everywhere},
    {"group", "Group-Object", everywhere},
    {"gsn", "Get-PSSession", everywhere},
    {"gsv", "Get-Service", windows},
    {"gu", "Get-Unique", everywhere},
    {"gv", "Get-Variable", everywhere},
    {"gwmi", "Get-WmiObject", windows_powershell},
    {"h", "Get-History", everywhere},
    {"history", "Get-History", everywhere},
    {"icm", "Invoke-Command", everywhere},
    {"iex", "Invoke-Expression", everywhere},
    {"ihy", "Invoke-History", everywhere},
    {"ii", "Invoke-Item", everywhere},
    {"ipal", "Import-Alias", everywhere},
    {"ipcsv", "Import-Csv", everywhere},
    {"ipmo", "Import-Module", everywhere},
    {"ipsn", "Import-PSSession", windows_powershell},
    {"irm", "Invoke-RestMethod", everywhere},
    {"iwmi", "Invoke-WMIMethod", windows_powershell},
    {"iwr", "Invoke-WebRequest", everywhere},
    {"kill", "Stop-Process", windows},
    {"ls", "Get-ChildItem", windows},
    {"measure", "Measure-Object", everywhere},
    {"mi", "Move-Item", everywhere},
    {"mount", "New-PSDrive", windows},
    {"move", "Move-Item", everywhere},
    {"mp", "Move-ItemProperty", everywhere},
    {"mv", "Move-Item", windows},
    {"nal", "New-Alias", everywhere},
    {"ndr", "New-PSDrive", everywhere},
    {"ni", "New-Item", everywhere},
    {"nmo", "New-Module", everywhere},
    {"npssc", "New-PSSessionConfigurationFile", windows_powershell},
    {"nsn", "New-PSSession", everywhere},
    {"nv", "New-Variable", everywhere},
    {"ogv", "Out-GridView", windows},
    {"oh", "Out-Host", everywhere},
    {"popd", "Pop-Location", everywhere},
    {"ps", "Get-Process", windows},
    {"pushd", "Push-Location", everywhere},
    {"pwd", "Get-Location", everywhere},
    {"r", "Invoke-History", everywhere},
    {"rbp", "Remove-PSBreakpoint", everywhere},
    {"rcjb", "Receive-Job", everywhere},
    {"rcsn", "Receive-PSSession", everywhere},
    {"rd", "Remove-Item", everywhere},
    {"rdr", "Remove-PSDrive", everywhere},
    {"ren", "Rename-Item", everywhere},
    {"ri", "Remove-Item", everywhere},
    {"rjb", "Remove-Job", everywhere},
    {"rm", "Remove-Item", windows},
    {"rmdir", "Remove-Item", windows},
    {"rmo", "Remove-Module", everywhere},
    {"rni", "Rename-Item", everywhere},
    {"rnp", "Rename-ItemProperty", everywhere},
    {"rp", "Remove-ItemProperty", everywhere},
    {"rsn", "Remove-PSSession", everywhere},
    {"rujb", "Resume-Job", windows_powershell},
    {"rv", "Remove-Variable", everywhere},
    {"rvpa", "Resolve-Path", everywhere},
    {"rwmi", "Remove-WMIObject", windows_powershell},
    {"sajb", "Start-Job", everywhere},
    {"sal", "Set-Alias", everywhere},
    {"saps", "Start-Process", everywhere},
    {"sasv", "Start-Service", windows},
    {"sbp", "Set-PSBreakpoint", everywhere},
    {"sc", "Set-Content", windows_powershell},
    {"select", "Select-Object", everywhere},
    {"set", "Set-Variable", everywhere},
    {"shcm", "Show-Command", windows},
    {"si", "Set-Item", everywhere},
    {"sl", "Set-Location", everywhere},
    {"sleep", "Start-Sleep", windows},
    {"sls", "Select-String", everywhere},
    {"sort", "Sort-Object", windows},
    {"sp", "Set-ItemProperty", everywhere},
    {"spjb", "Stop-Job", everywhere},
    {"spps", "Stop-Process", everywhere},
    {"spsv", "Stop-Service", windows},
    {"start", "Start-Process", windows},
    {"sujb", "Suspend-Job", windows_powershell},
    {"sv", "Set-Variable", everywhere},
    {"swmi", "Set-WMIInstance", windows_powershell},
    {"tee", "Tee-Object", windows},
    {"trcm", "Trace-Command", windows_powershell},
    {"type", "Get-Content", everywhere},
    {"wget", "Invoke-WebRequest", windows_powershell},
    {"where", "Where-Object", everywhere},
    {"wjb", "Wait-Job", everywhere},
    {"write", "Write-Output", windows},
};

/// Verbs in small letters, by the alphabet.
constexpr std::string_view verbs[] = {
    "add",     "approve",     "assert",    "backup",     "block",     "build",     "checkpoint",
    "clear",   "close",       "compare",   "complete",   "compress",  "confirm",   "connect",
    "convert", "convertfrom", "convertto", "copy",       "debug",     "deny",      "deploy",
    "disable", "disconnect",  "dismount",  "edit",       "enable",    "enter",     "exit",
    "expand",  "export",      "find",      "foreach",    "format",    "get",       "grant",
    "group",   "hide",        "import",    "initialize", "install",   "invoke",    "join",
    "limit",   "lock",        "measure",   "merge",      "mount",     "move",      "new",
    "open",    "optimize",    "out",       "ping",       "pop",       "protect",   "publish",
    "push",    "read",        "receive",   "redo",       "register",  "remove",    "rename",
    "repair",  "request",     "reset",     "resize",     "resolve",   "restart",   "restore",
    "resume",  "revoke",      "save",      "search",     "select",    "send",      "set",
    "show",    "skip",        "sort",      "split",      "start",     "step",      "stop",
    "submit",  "suspend",     "switch",    "sync",       "tee",       "test",      "trace",
    "unblock", "undo",        "uninstall", "unlock",     "unprotect", "unpublish", "unregister",
    "update",  "use",         "wait",      "watch",      "where",     "write",
};

constexpr auto is_before = [](std::string_view a, std::string_view b) {
    return compare_without_case(a, b) < 0;
};
static_assert(std::ranges::is_sorted(aliases, is_before, &CmdletAlias::alias));
static_assert(std::ranges::is_sorted(verbs));

}  // namespace

CmdletAlias const* cmdlet_alias(std::string_view name) {
    auto const* const found =
        std::ranges::lower_bound(aliases, name, is_before, &CmdletAlias::alias);
    return found != std::end(aliases) && equal_without_case(found->alias, name) ? found : nullptr;
}

bool is_cmdlet_name(std::string_view name) {
    auto const dash = name.find('-');
    if (dash == std::string_view::npos || dash + 1 == name.size()) return false;
    return std::ranges::binary_search(verbs, name.substr(0, dash), is_before);
}

}  // namespace dockcheck::knowledge
