// What a program outside is asked about a script. Rules stay pure: they see this alone, and there
// is none unless the user has asked for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/rule.hpp"

namespace dockcheck {

struct ExternalScript {
    std::string_view text;
    std::string_view shell;                   ///< sh, bash, dash
    std::vector<std::string_view> variables;  ///< that are set when it runs
    std::string_view lowest;                  ///< error, warning, info, style
    std::vector<std::string_view> excluded;   ///< codes that are not wanted
};

struct ExternalFinding {
    std::uint32_t begin = 0;  ///< in bytes of the script
    std::uint32_t end = 0;
    Severity severity = Severity::warning;
    std::string code;  ///< "SC2034"
    std::string message;
};

/// Used by several threads at once.
class External {
 public:
    External() = default;
    External(External const&) = delete;
    External& operator=(External const&) = delete;
    virtual ~External() = default;
    /// What is found in a script; nothing where the program fails or takes too long.
    [[nodiscard]] virtual std::vector<ExternalFinding> examine(
        ExternalScript const& script) const = 0;
};

}  // namespace dockcheck
