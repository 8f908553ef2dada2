// The comment that silences one finding.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/lint/finding.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"

namespace dockcheck::lsp {

/// A line to be put into the Dockerfile.
struct IgnoreEdit {
    std::uint32_t offset = 0;
    std::string text;
    bool is_for_file = false;  ///< it silences the rule in all of the file
};

/// The comment above the instruction of a finding in this Dockerfile; where it has none, one for
/// the whole file. A reason that has to be there is left to be written.
IgnoreEdit ignore_edit(Finding const& finding, ast::File const& file, bool requires_reason);

}  // namespace dockcheck::lsp
