// A script that a shell of the build or of the image reads, and what is known about that shell.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/command.hpp"
#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/syntax/shell/ast.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

/// The shell that reads a shell form.
enum class ShellKind : std::uint8_t { posix, bash, busybox, powershell, cmd, unknown };

/// Commands with `|` between them.
struct Pipeline {
    shell::Node const* node = nullptr;
    bool pipefail = false;  ///< the option is set where it runs
    bool counts = true;     ///< false for a condition, in front of `|| true`, in `echo $(a | b)`
};

/// An unquoted expansion in a word behind the program: the shell splits what it becomes.
struct Splitting {
    shell::Node const* node = nullptr;  ///< the expansion
    shell::Node const* word = nullptr;
    std::string_view program;       ///< of the command
    std::string_view verb;          ///< its first argument that is no option, where known
    std::string_view name;          ///< of a plain $name, else empty
    dockerfile::Variable variable;  ///< its value there
    bool is_local = false;          ///< the script itself sets it
};

struct ShellScript {
    ast::Instruction const* instruction = nullptr;
    Use use = Use::run;
    shell::Tree tree;
    Mapped text;
    ShellKind shell = ShellKind::posix;  ///< posix: dash, or a /bin/sh that nobody knows
    bool shell_is_known = false;         ///< by SHELL, `#!`, `bash -c` or the base image
    bool errexit = false;                ///< at its start
    bool pipefail = false;
    bool is_posix = false;        ///< read by the grammar of POSIX, since that of bash did not
    bool is_heredoc = false;      ///< all of the body of RUN <<EOF
    bool is_nested = false;       ///< in `sh -c '...'`
    bool expands_before = false;  ///< the outer shell expands something in it first
    bool gets_variables = false;  ///< `env A=b sh -c '...'`
    std::span<Pipeline const> pipelines;
    std::span<Splitting const> splittings;
    std::span<shell::Node const* const> simple_commands;  ///< of the tree, in the order of the text
    std::uint64_t kinds = 0;                              ///< of the tree's nodes, a bit each

    /// True when the tree has a node of one of the kinds.
    template <typename... Kinds>
    [[nodiscard]] bool holds(Kinds... wanted) const {
        return (kinds & ((std::uint64_t{1} << static_cast<unsigned>(wanted)) | ...)) != 0;
    }
    [[nodiscard]] Span span(shell::Node const& node) const {
        return text.slice(node.begin, node.end).source();
    }
    [[nodiscard]] std::string_view text_of(shell::Node const& node) const {
        return tree.text_of(node);
    }
    /// True when the shell certainly is this one.
    [[nodiscard]] bool is_certainly(ShellKind kind) const {
        return shell_is_known && shell == kind;
    }
};

}  // namespace dockcheck::model
