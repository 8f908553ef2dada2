// One stage of a build and everything known about it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analyzer/knowledge/releases.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/model/origin.hpp"
#include "analyzer/model/runtime_config.hpp"
#include "analyzer/model/shell_script.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/image_reference.hpp"

namespace dockcheck::knowledge {
struct KnownImage;
}
namespace dockcheck::shell {
struct Tree;
}

namespace dockcheck::model {

struct PowerShellScript;
struct Stage;

enum class Reach : std::uint8_t {
    unreachable,  ///< no target needs it
    builder,      ///< only its files are used
    final,        ///< the target itself, or a stage that the target is FROM
};

/// What FROM, COPY --from or RUN --mount from= names.
struct Reference {
    enum class Kind : std::uint8_t { unknown, stage, scratch, image } kind = Kind::unknown;
    Stage const* stage = nullptr;      ///< Kind::stage
    dockerfile::ImageReference image;  ///< Kind::image with a known text
    /// Of Kind::image: the table's row, or nullptr for one that it does not know.
    knowledge::KnownImage const* known_image = nullptr;
    Value value;  ///< after expansion
    Span span;    ///< the words in the source
    ast::Instruction const* instruction = nullptr;
    bool tag_is_certain =
        false;                  ///< the text is only partly known and certainly has a tag or digest
    bool may_be_stage = false;  ///< of Kind::unknown: that of a broken FROM may have this name
};

/// COPY or ADD, and what it puts where.
struct Transfer {
    struct Source {
        ast::CopySource const* written = nullptr;
        Value value;                ///< after expansion
        bool is_remote = false;     ///< a URL or a git repository (ADD)
        bool has_wildcard = false;  ///< * ? [
    };
    ast::Instruction const* instruction = nullptr;
    bool is_add = false;
    std::span<Source const> sources;
    /// What made_by() made of it, once somebody asked.
    mutable std::optional<std::span<std::string_view const>> made{};
    ast::Word const* destination_word = nullptr;
    Value destination;  ///< after expansion, as written
    Value target;       ///< absolute path; a trailing / when it is certainly a folder
    bool destination_is_relative = false;  ///< certainly relative
    Reference const* from = nullptr;       ///< --from, or nullptr: the build context
    Setting<Value> workdir;                ///< in force at it
    std::uint32_t position = 0;            ///< index of the instruction in the file
};

/// What the ONBUILD triggers of the stage that a stage is FROM do, before its own instructions.
/// Their places are those of the ONBUILDs.
struct Triggered {
    std::span<ast::Instruction const* const> instructions;
    std::span<Command const> commands;
    std::span<Transfer const> transfers;
    std::span<Reference const> mounts;
};

struct Start;
struct PythonStart;
struct NodeProgram;
struct PythonProgram;
struct PythonPackage;
enum class Privileges : std::uint8_t;

struct Stage {
    std::uint32_t index = 0;
    std::string_view name;                               ///< lower-case, or empty
    ast::Instruction const* from_instruction = nullptr;  ///< nullptr for a file without FROM
    ast::From const* from = nullptr;
    Reference base;
    /// The stage that it is FROM. Behind `most_generations` its base is as good as unknown, so that
    /// who follows the parents comes to an end soon.
    Stage const* parent = nullptr;
    std::uint32_t generation = 0;  ///< how many parents there are
    Reach reach = Reach::unreachable;
    /// Another stage names it, or has a base that nobody can read and that may be it.
    bool may_set_more = false;  ///< by an ENV, ARG or unknown instruction that is broken
    bool may_be_used = false;
    bool is_windows = false;
    std::span<ast::Instruction const> instructions;  ///< behind its FROM
    std::span<Command const> commands;  ///< of RUN, CMD, ENTRYPOINT and HEALTHCHECK, in order
    /// For each of its instructions how many commands stand in front of it, and for the end; empty
    /// where some are of no instruction of the file.
    std::span<std::uint32_t const> commands_before;
    std::span<ShellScript const* const> scripts;                  ///< that these commands stand in
    std::span<PowerShellScript const* const> powershell_scripts;  ///< of RUN, in order
    std::span<Transfer const> transfers;
    std::span<Reference const> mounts;  ///< from= of RUN --mount
    Triggered triggered;                ///< by ONBUILD of its parent
    RuntimeConfig config;               ///< at its end

    /// What start_of(), python_start(), python_program(), node_program(), python_packages(),
    /// privileges_of(), brings_root_daemon(), brings_account_changer(), go_output() and
    /// base_release() made of it, once somebody asked.
    mutable Start const* start = nullptr;
    mutable PythonStart const* python_start = nullptr;
    mutable PythonProgram const* python_program = nullptr;
    mutable NodeProgram const* node_program = nullptr;
    mutable std::optional<std::span<PythonPackage const>> python_packages{};
    mutable std::optional<Privileges> privileges{};
    mutable std::optional<bool> root_daemon{};
    mutable std::optional<bool> account_changer{};
    mutable std::optional<bool> go_is_told_otherwise{};
    mutable std::optional<std::optional<knowledge::SystemRelease>> base_release{};

    /// Those of one of its instructions; no other needs to be looked at.
    [[nodiscard]] std::span<Command const> commands_of(ast::Instruction const& instruction) const;
    [[nodiscard]] std::span<ShellScript const* const> scripts_of(
        ast::Instruction const& instruction) const;
    /// What a COPY or ADD of the stage puts where, or nullptr.
    [[nodiscard]] Transfer const* transfer_of(ast::Instruction const& instruction) const;
    /// A text of the instruction as the grammar of bash reads it, where it was read already; else
    /// nullptr.
    [[nodiscard]] shell::Tree const* tree_of(ast::Instruction const& instruction,
                                             std::string_view text) const;

    /// Of the FROM that the chain of stages begins with only the word is there, or it may name such
    /// a stage: the image may be any, such as one of Windows or an empty one.
    [[nodiscard]] bool has_no_base() const {
        auto const* stage = this;
        while (stage->parent != nullptr) stage = stage->parent;
        if (stage->from_instruction == nullptr) return false;
        return stage->base.may_be_stage || stage->from_instruction->says_nothing();
    }

    /// The image that the chain of stages begins with.
    [[nodiscard]] Reference const& root() const {
        auto const* stage = this;
        while (stage->parent != nullptr) stage = stage->parent;
        return stage->base;
    }

    /// An image has room for fewer layers (overlay file systems: 128).
    static constexpr std::uint32_t most_generations = 200;
};

}  // namespace dockcheck::model
