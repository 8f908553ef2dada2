// Where an instruction uses variables, and who may have given them a value.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::model {

/// One `$NAME` or `${NAME...}`.
struct VariableUse {
    std::string_view name;
    Span span;                   ///< in the source, from the `$` on
    std::string_view operation;  ///< ":-", "+", ... or empty; not told in scripts
    bool in_heredoc = false;     ///< in the body that COPY or ADD writes into a file
};

/// The variables that the builder itself puts in when it reads an instruction, in the order of the
/// source: words, flags, mounts, and the bodies of COPY and ADD. Those that the same ARG declares
/// further left are left out; what the shell of a RUN does is not here.
std::span<VariableUse const> builder_uses(Build const& build, ast::Instruction const& instruction);

/// The variables in the script of a RUN that nothing in that script can set. None when the script
/// reads others or is not understood.
std::vector<VariableUse> script_uses(Build const& build, ast::Instruction const& instruction);
/// Those of some names alone; to find out of others what the script does to them takes time.
std::vector<VariableUse> script_uses(Build const& build, ast::Instruction const& instruction,
                                     FunctionRef<bool(std::string_view)> is_wanted);

/// Who gives a variable its value.
enum class Setter : std::uint8_t {
    nobody,        ///< it is certainly not set
    unknown_base,  ///< the base image may set it: nobody knows that image
    base_image,    ///< a known base image sets it
    dockerfile,    ///< an ARG or ENV of the stage or of one that it is FROM
};

/// Who has set a variable just before an instruction of a stage.
Setter setter_of(Build const& build, ast::Instruction const& before, std::string_view name);

/// An ARG of that name which the stage of the instruction does not see.
struct HiddenArgument {
    enum class Kind : std::uint8_t { none, global, other_stage } kind = Kind::none;
    Stage const* stage = nullptr;  ///< for other_stage
};
HiddenArgument hidden_argument(Build const& build, ast::Instruction const& instruction,
                               std::string_view name);

/// True for variables that a shell or the builder sets in every RUN, with or without an ARG.
bool is_set_by_shell(std::string_view name);
/// True for those of them that name proxies (Dockerfile reference, "Predefined ARGs").
bool is_proxy_argument(std::string_view name);
/// True for the build arguments that describe the platforms: known in every FROM, and in a stage
/// behind a plain ARG.
bool is_platform_argument(std::string_view name);

}  // namespace dockcheck::model
