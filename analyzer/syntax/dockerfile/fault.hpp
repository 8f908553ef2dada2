// What is wrong with the text of a Dockerfile, one value a fault.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/text/span.hpp"

namespace dockcheck::ast {

struct Instruction;

/// The layer of BuildKit that refuses the file (dockerfile-grammar, section 0).
enum class Tier : std::uint8_t {
    accepted,  ///< BuildKit accepts it, and surely not as it was meant
    a,         ///< lines to nodes
    b,         ///< nodes to typed instructions
    c,         ///< the graph of stages
    d,         ///< expansion and values
};

enum class FaultKind : std::uint8_t {
    // the text as a whole
    file_empty,            ///< zero bytes
    no_instructions,       ///< nothing but comments and blank lines
    line_too_long,         ///< a physical line above 65,535 bytes
    unterminated_heredoc,  ///< `word` is the end word
    invalid_heredoc_word,  ///< the word behind << does not lex
    // keywords and the order of instructions
    unknown_instruction,  ///< `word`, `suggestion`
    no_stage,             ///< no FROM in the whole file (tier C if it holds only ARGs, else B)
    instruction_before_from,
    from_arity,
    invalid_stage_name,
    // arguments
    exactly_one_argument,
    at_least_one_argument,
    at_least_two_arguments,       ///< ADD, COPY
    legacy_value_missing,         ///< `ENV key`
    healthcheck_command_missing,  ///< `HEALTHCHECK CMD`
    empty_volume,
    heredoc_destination,  ///< COPY a <<EOF
    // flags
    unknown_flag,        ///< `word`: the name, `suggestion`
    duplicate_flag,      ///< `word`: the name
    flag_value_missing,  ///< `word`: the name
    flag_value_empty,    ///< accepted: `--from=`
    flag_not_boolean,    ///< `word`: the value
    invalid_network_mode,
    invalid_security_mode,
    invalid_device,
    copy_from_variable,       ///< C: --from is not expanded
    invalid_stage_index,      ///< C
    invalid_platform,         ///< C
    empty_platform,           ///< C: expands to nothing
    invalid_chmod,            ///< D
    checksum_many_sources,    ///< D
    checksum_local_source,    ///< D
    invalid_checksum,         ///< D
    link_with_named_owner,    ///< D
    url_in_copy,              ///< D
    git_in_copy,              ///< D
    invalid_check_directive,  ///< C
    // RUN --mount
    mount_not_csv,
    mount_from_variable,
    mount_bare_word,             ///< D
    mount_unknown_type,          ///< D
    mount_unknown_key,           ///< D
    mount_invalid_value,         ///< D: not a boolean, number, size or sharing mode
    mount_key_not_for_type,      ///< D
    mount_missing_target,        ///< D: also a target that is /
    mount_secret_source_and_id,  ///< D
    // HEALTHCHECK
    unknown_healthcheck_type,
    healthcheck_none_arguments,
    invalid_duration,
    duration_too_short,
    invalid_retries,
    negative_retries,
    // JSON
    malformed_json,    ///< accepted as shell form: begins with [ and is not a JSON array of strings
    json_not_strings,  ///< JSON, but not of strings only
    shell_not_json,
    // KEY=VALUE
    missing_equals,  ///< `word`
    blank_name,
    // expansion
    unterminated_quote,    ///< D; `word`: the quote character
    unsupported_modifier,  ///< D (C in FROM); `word`: the modifier
    bad_substitution,
    missing_brace,
    invalid_pattern,
    parameter_error,  ///< `${x:?why}`; `word`: why
    // ONBUILD
    onbuild_chained,
    onbuild_forbidden,        ///< FROM and MAINTAINER
    unknown_onbuild_trigger,  ///< accepted now, fails in the child
    // directives
    invalid_escape_directive,
    duplicate_directive,
    // base images and stages
    blank_base_name,          ///< C: FROM expands to nothing
    invalid_image_reference,  ///< C
    copy_from_own_stage,
    copy_from_later_stage,
    circular_dependency,  ///< `word`: the stages joined by " -> "
    target_not_found,
    // values
    invalid_port,
    invalid_protocol,
    invalid_signal,
    // odd
    empty_continuation,  ///< accepted with the warning NoEmptyContinuation
};

/// One fault at its place.
struct Fault {
    FaultKind kind;
    Tier tier;
    Span span;                                 ///< the characters that are wrong
    std::uint32_t line;                        ///< 1-based, where BuildKit says the error is
    Instruction const* instruction = nullptr;  ///< where it belongs to one
    std::string_view word;                     ///< see the kind; else the text at the span
    std::string_view suggestion;               ///< the nearest right word, or empty
};

}  // namespace dockcheck::ast
