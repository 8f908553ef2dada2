// Trees of Dockerfiles as one line of text, for tests to compare.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/syntax/dockerfile/parse.hpp"

namespace dockcheck::test {

/// A file parsed, with what its tree points into.
struct Parsed {
    explicit Parsed(std::string_view bytes)
        : source("Dockerfile", bytes), file(dockerfile::parse(source, arena)) {}

    [[nodiscard]] std::string_view at(Span span) const {
        return source.bytes().substr(span.begin, span.size());
    }

    Source source;
    Arena arena;
    ast::File file;
};

/// Line ends and tabs made visible.
inline std::string visible(std::string_view text) {
    std::string result;
    for (char const c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (c == '\r') {
            result += "\\r";
        } else {
            result += c;
        }
    }
    return result;
}

inline void add(std::string& line, std::string_view part) {
    if (!line.empty()) line += ' ';
    line += part;
}

/// NAME first-last {flag} json <argument> NAME="body"; an X behind a body that expands, a T behind
/// one whose tabs are taken off, and #comment.
inline std::string outline(ast::Instruction const& instruction) {
    std::string line(instruction.name);
    add(line, std::to_string(instruction.first_line) + '-' + std::to_string(instruction.last_line));
    for (auto const& flag : instruction.flags) {
        auto const value = flag.has_value ? '=' + std::string(flag.value.text()) : "";
        add(line, "{" + std::string(flag.name) + value + "}");
    }
    if (instruction.json) add(line, "json");
    for (auto const& word : instruction.words) add(line, "<" + visible(word.text.text()) + ">");
    for (auto const& heredoc : instruction.heredocs) {
        add(line, std::string(heredoc.name) + "=\"" + visible(heredoc.body) + '"');
        line += heredoc.expand ? "X" : "";
        line += heredoc.chomp ? "T" : "";
    }
    for (auto const& comment : instruction.comments) add(line, "#" + std::string(comment.text));
    auto const* const onbuild = ast::get_if<ast::Onbuild>(&instruction.node);
    if (onbuild != nullptr && onbuild->trigger != nullptr)
        add(line, "(" + outline(*onbuild->trigger) + ")");
    return line;
}

/// The instructions of a file, one a line; a `FROM a` on line 1 left out.
inline std::string outline(std::string_view bytes) {
    Parsed const parsed(bytes);
    std::string result;
    for (auto const& instruction : parsed.file.instructions) {
        auto const line = outline(instruction);
        if (line == "FROM 1-1 <a>") continue;
        if (!result.empty()) result += '\n';
        result += line;
    }
    return result;
}

/// Names of the kinds of faults that the parser reports.
inline std::string_view name_of(ast::FaultKind kind) {
    using K = ast::FaultKind;
    constexpr std::pair<K, std::string_view> names[] = {
        {K::file_empty, "file-empty"},
        {K::no_instructions, "no-instructions"},
        {K::line_too_long, "line-too-long"},
        {K::unterminated_heredoc, "unterminated-heredoc"},
        {K::invalid_heredoc_word, "invalid-heredoc-word"},
        {K::unknown_instruction, "unknown-instruction"},
        {K::no_stage, "no-stage"},
        {K::instruction_before_from, "instruction-before-from"},
        {K::from_arity, "from-arity"},
        {K::invalid_stage_name, "invalid-stage-name"},
        {K::exactly_one_argument, "exactly-one-argument"},
        {K::at_least_one_argument, "at-least-one-argument"},
        {K::at_least_two_arguments, "at-least-two-arguments"},
        {K::legacy_value_missing, "legacy-value-missing"},
        {K::healthcheck_command_missing, "healthcheck-command-missing"},
        {K::empty_volume, "empty-volume"},
        {K::heredoc_destination, "heredoc-destination"},
        {K::unknown_flag, "unknown-flag"},
        {K::duplicate_flag, "duplicate-flag"},
        {K::flag_value_missing, "flag-value-missing"},
        {K::flag_value_empty, "flag-value-empty"},
        {K::flag_not_boolean, "flag-not-boolean"},
        {K::invalid_network_mode, "invalid-network-mode"},
        {K::invalid_security_mode, "invalid-security-mode"},
        {K::invalid_device, "invalid-device"},
        {K::mount_not_csv, "mount-not-csv"},
        {K::mount_from_variable, "mount-from-variable"},
        {K::unknown_healthcheck_type, "unknown-healthcheck-type"},
        {K::healthcheck_none_arguments, "healthcheck-none-arguments"},
        {K::invalid_duration, "invalid-duration"},
        {K::duration_too_short, "duration-too-short"},
        {K::invalid_retries, "invalid-retries"},
        {K::negative_retries, "negative-retries"},
        {K::malformed_json, "malformed-json"},
        {K::json_not_strings, "json-not-strings"},
        {K::shell_not_json, "shell-not-json"},
        {K::missing_equals, "missing-equals"},
        {K::blank_name, "blank-name"},
        {K::onbuild_chained, "onbuild-chained"},
        {K::onbuild_forbidden, "onbuild-forbidden"},
        {K::unknown_onbuild_trigger, "unknown-onbuild-trigger"},
        {K::invalid_escape_directive, "invalid-escape-directive"},
        {K::duplicate_directive, "duplicate-directive"},
        {K::empty_continuation, "empty-continuation"},
    };
    for (auto const& [known, name] : names)
        if (known == kind) return name;
    return "another kind";
}

/// The faults of a file, one a line: TIER LINE kind `characters` (word) -> suggestion. The word is
/// left out where it is the characters.
inline std::string faults(std::string_view bytes) {
    Parsed const parsed(bytes);
    std::string result;
    for (auto const& fault : parsed.file.faults) {
        if (!result.empty()) result += '\n';
        result += "-ABCD"[static_cast<std::size_t>(fault.tier)];
        result += ' ' + std::to_string(fault.line) + ' ' + std::string(name_of(fault.kind));
        auto const characters = parsed.at(fault.span);
        result += " `" + visible(characters) + '`';
        if (fault.word != characters) result += " (" + visible(fault.word) + ")";
        if (!fault.suggestion.empty()) result += " -> " + std::string(fault.suggestion);
    }
    return result;
}

}  // namespace dockcheck::test
