// Rules that are only a pattern: pages with [match], and what users write in [[custom]].
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "analyzer/lint/check.hpp"

namespace dockcheck {

/// What is looked for; each list means any of its members, and an empty one asks nothing. Patterns
/// are RE2's and match whole words, after variables have got their values.
struct MatchInfo {
    std::span<std::string_view const> instructions;  ///< keywords in capitals
    std::span<std::string_view const> commands;      ///< patterns of programs, without folder
    std::span<std::string_view const> arguments;     ///< of words behind the program or keyword
    std::span<std::string_view const> lacks;         ///< of words that are not there
    /// The message and its help with holes: {0} what is underlined, {1} the program (the keyword
    /// where there is none), {2} the keyword.
    std::string_view text;
    std::string_view help;
};

/// A text of a match has so many holes at most.
inline constexpr std::size_t match_holes = 3;

/// A match with its patterns, each compiled where the first word could match it. Threads share it.
class CompiledMatch;
std::shared_ptr<void const> compile(MatchInfo const& info);

namespace detail {
void match_command(void const* subject, Pass& pass, void const* compiled);
void match_instruction(void const* subject, Pass& pass, void const* compiled);
}  // namespace detail

/// The check of a match, which outlives it. Where a program is asked for it looks at commands, else
/// at instructions.
constexpr Check match_check(MatchInfo const& info) {
    Check check;
    check.match = &info;
    check.subscriptions[0] = info.commands.empty()
                                 ? Subscription{Subject::instruction, &detail::match_instruction}
                                 : Subscription{Subject::command, &detail::match_command};
    return check;
}

}  // namespace dockcheck
