// From an instruction's words to its typed node: BuildKit's tier B.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/reading.hpp"

namespace dockcheck::dockerfile {

/// Makes the node of an instruction whose line was split and whose heredocs were read, and records
/// what BuildKit refuses in it (dockerfile-grammar, section 12).
void make_node(Reading& reading, ast::Instruction& instruction);

ast::Healthcheck make_healthcheck(ast::Instruction const& instruction, Reading& reading);

/// The word that an instruction of one word has; an empty one at its end when it is missing.
ast::Word only_word(ast::Instruction const& instruction);

/// Records that an instruction needs arguments and has none.
void require_arguments(ast::Instruction const& instruction, ast::FaultKind kind, Reading& reading);

/// The fields of a --mount or --device.
struct FieldList {
    std::span<ast::Field const> fields;
    bool is_csv = true;  ///< else the fields are those before the fault
    Span broken;         ///< in the source
};
FieldList read_fields(ast::Flag const& flag, Reading& reading);

/// Reads the --mount flags, and checks --device, --network and --security of RUN.
std::span<ast::Mount const> read_run_flags(ast::Instruction const& instruction, Reading& reading);

}  // namespace dockcheck::dockerfile
