// Why a text that was meant as a JSON array of strings is none.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::dockerfile {

/// The first characters that break the array, and a short code of the cause: "single-quote",
/// "typographic-quote", "bare-word", "escape", "control-character", "missing-comma", "extra-comma",
/// "trailing-comma", "text-after", "unclosed", "unclosed-string".
struct JsonBreak {
    Span range;
    std::string_view cause;
};

/// Looks at the arguments of an instruction that begin with [ and are no JSON array. None when they
/// were not meant as one: a shell test, a pattern of file names.
std::optional<JsonBreak> find_json_break(ast::Keyword keyword, std::string_view arguments);

}  // namespace dockcheck::dockerfile
