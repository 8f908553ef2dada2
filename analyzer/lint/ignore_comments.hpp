// Comments that silence findings: ours, and those of other tools.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck {

/// Whose comment it is.
enum class IgnoreDialect : std::uint8_t {
    dockcheck,
    hadolint,
    buildkit,
    checkov,
    trivy,
    tally,
    semgrep,
};

/// What it silences, the narrowest first.
enum class IgnoreScope : std::uint8_t {
    line,         ///< the next physical line
    instruction,  ///< the next instruction
    stage,        ///< the stage of the next instruction
    file,
};

/// Why a comment of ours silences nothing.
enum class IgnoreFault : std::uint8_t {
    none,
    misspelt_word,    ///< neither `ignore` nor `ignore-file`
    missing_equals,   ///< `ignore: x` or `ignore x`
    wrong_separator,  ///< `a;b` or `a b`
    missing_dashes,   ///< a reason without `--`
    no_names,
    too_late,     ///< ignore-file behind the first FROM
    wrong_date,   ///< until= is no day
    expired,      ///< it was to hold until a day that is over
    behind_words  ///< it stands behind an instruction, of which it is a part
};

/// One rule that a comment names.
struct IgnoredName {
    std::string_view text;
    Span span;
    std::string_view peer;  ///< of an alias: "hadolint"; empty for a name, category or id alone
    std::string_view id;    ///< without the peer; "*" for all rules that the peer has

    // Found out by the runner.
    bool exists = false;       ///< it names a rule that there is
    bool can_be_used = false;  ///< every rule that it names and that is on by default has run
    bool used = false;         ///< it silenced something
    std::string_view nearest;  ///< for a name that does not exist: what it may mean, or empty
};

struct IgnoreComment {
    IgnoreDialect dialect = IgnoreDialect::dockcheck;
    IgnoreScope scope = IgnoreScope::instruction;
    IgnoreFault fault = IgnoreFault::none;
    Span span;    ///< from the `#` to the end of the line
    Span covers;  ///< where a finding must begin to be silenced; empty: nowhere
    std::vector<IgnoredName> names;
    std::string_view reason;  ///< behind `--`, or as the dialect writes it
    std::string_view until;   ///< the last day that it holds on, as written; empty: for ever
    std::string rewritten;    ///< of a faulty one: what was surely meant, or empty
};

/// True for the name of a rule or category, or an alias; tells a forgotten `=` from prose.
using IsRuleName = FunctionRef<bool(std::string_view)>;

/// The ignore comment that a comment line holds; false when it holds none. `text` begins with the
/// `#` and stands at `offset`. Scope is what the words say; `covers` is not set.
bool read_ignore_comment(std::string_view text, std::uint32_t offset, std::string_view today,
                         IsRuleName is_rule_name, IgnoreComment& comment);

/// The ignore comments of a Dockerfile, in order, with what they cover. `in_scripts` are lines that
/// are comments of a shell in a heredoc.
std::vector<IgnoreComment> ignore_comments(Source const& source, ast::File const& file,
                                           std::span<Span const> in_scripts, std::string_view today,
                                           IsRuleName is_rule_name);
/// Those of another file whose comments start with `#`. There an instruction is a line.
std::vector<IgnoreComment> ignore_comments(Source const& source, std::string_view today,
                                           IsRuleName is_rule_name);

}  // namespace dockcheck
