// A script that PowerShell reads in the build.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/powershell/ast.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

struct PowerShellScript {
    /// How PowerShell gets it.
    enum class Way : std::uint8_t {
        shell,    ///< SHELL names PowerShell
        wrapper,  ///< `powershell -Command ...` in a shell form
        words,    ///< the same as a JSON form
        heredoc,  ///< RUN <<EOF
    };

    ast::Instruction const* instruction = nullptr;
    Way way = Way::shell;
    bool is_core = false;     ///< pwsh; else Windows PowerShell, which is part of Windows
    bool on_windows = false;  ///< certainly
    powershell::Tree tree;    ///< without a fault: other scripts are not kept
    Mapped text;
    std::span<std::string_view const> functions;  ///< that it defines, by the alphabet without case
    /// What SHELL puts in front, or nullptr.
    powershell::Tree const* prelude = nullptr;
    ast::Instruction const* shell = nullptr;  ///< that SHELL
    Span wrapper;            ///< `powershell -NoProfile -Command ` of way `wrapper`, else empty
    bool is_quoted = false;  ///< the wrapper's shell takes quotes off it

    [[nodiscard]] Span span(powershell::Node const& node) const {
        return text.slice(node.begin, node.end).source();
    }
    [[nodiscard]] std::string_view text_of(powershell::Node const& node) const {
        return tree.text_of(node);
    }
};

}  // namespace dockcheck::model
