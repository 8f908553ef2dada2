// The programs that `go build` writes, and what other commands of Go leave as it is.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::model {

/// What lies at the path of a go.mod.
struct GoModule {
    enum class Kind : std::uint8_t { unknown, absent, known } kind = Kind::unknown;
    std::string_view path;  ///< "example.com/shop/v2"
    std::string file;       ///< of the context
};

/// Says what go.mod lies at an absolute path where a command runs.
using GoModuleAt = FunctionRef<GoModule(std::string_view path)>;

/// What a `go build` writes.
struct GoOutput {
    enum class Kind : std::uint8_t {
        unknown,
        nothing,  ///< several packages are compiled, and the programs thrown away
        program,  ///< one at the path
        beside,   ///< one in the folder at the path, whose name is not known
        below,    ///< what `-o` names: the path or what lies below it
    } kind = Kind::unknown;
    std::string path;
    std::string package;  ///< the folder of the context that is compiled, where that is known
    bool has_package = false;
    bool is_folder = false;  ///< of `below`: the programs certainly lie in there
};

/// Of a command that is `go build`, by the rules for the name (cmd/go, "go help build").
GoOutput go_output(Build const& build, Stage const& stage, Command const& command,
                   GoModuleAt module_at);

/// True for a command of Go that certainly puts nothing at a cleaned absolute path, nor below it.
bool go_leaves(Build const& build, Stage const& stage, Command const& command,
               std::string_view path, GoModuleAt module_at);

/// The program that some `go build` of a stage or of those that it is FROM certainly makes.
struct GoProgram {
    Command const* command = nullptr;  ///< nullptr when there is none
    std::string path;
};

/// The last of them, where somebody wants a file that looks like a program.
GoProgram go_program(Build const& build, Stage const& stage, std::string_view wanted);

}  // namespace dockcheck::model
