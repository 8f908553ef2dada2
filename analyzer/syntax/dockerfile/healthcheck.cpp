// HEALTHCHECK: its type, its command, its durations (dockerfile-grammar, section 12).
#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/syntax/dockerfile/flags.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/node.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Instruction;
using ast::Tier;

void check_intervals(Instruction const& instruction, Reading& reading) {
    constexpr std::int64_t millisecond = 1'000'000;
    constexpr std::array<std::string_view, 4> names{"interval", "start-interval", "start-period",
                                                    "timeout"};
    for (auto const& flag : instruction.flags) {
        auto const value = flag.value.text();
        if (value.empty() || std::ranges::find(names, flag.name) == names.end()) continue;
        auto const duration = grammar::read_duration(value);
        if (!duration) {
            reading.fault(FaultKind::invalid_duration, Tier::b, flag.value_span, value);
        } else if (*duration != 0 && *duration < millisecond) {
            reading.fault(FaultKind::duration_too_short, Tier::b, flag.value_span, value);
        }
    }
}

void check_retries(Instruction const& instruction, Reading& reading) {
    for (auto const& flag : instruction.flags) {
        auto digits = flag.value.text();
        if (flag.name != "retries" || digits.empty()) continue;
        if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
        std::int32_t count = 0;
        auto const end = digits.data() + digits.size();
        auto const result = std::from_chars(digits.data(), end, count);
        if (result.ec != std::errc() || result.ptr != end) {
            reading.fault(FaultKind::invalid_retries, Tier::b, flag.value_span, flag.value.text());
        } else if (count < 0) {
            reading.fault(FaultKind::negative_retries, Tier::b, flag.value_span, flag.value.text());
        }
    }
}

}  // namespace

ast::Healthcheck make_healthcheck(Instruction const& instruction, Reading& reading) {
    ast::Healthcheck check;
    check.type = only_word(instruction);
    require_arguments(instruction, FaultKind::at_least_one_argument, reading);
    if (instruction.words.empty()) return check;

    auto const type = check.type.text.text();
    auto const command = instruction.words.subspan(1);
    auto const rest = trim_unicode_space(instruction.arguments.text().substr(type.size()));
    auto const begin =
        static_cast<std::uint32_t>(rest.data() - instruction.arguments.text().data());
    auto const text =
        instruction.arguments.slice(begin, begin + static_cast<std::uint32_t>(rest.size()));
    check.none = equals_folded(type, "none");
    check.command = {instruction.json, command, instruction.json ? Mapped() : text, text.source()};
    if (check.none) {
        if (!command.empty()) {
            reading.fault(FaultKind::healthcheck_none_arguments, Tier::b, text.source());
        }
        return check;
    }
    check_flags(instruction, reading);
    if (!equals_folded(type, "cmd")) {
        reading.fault(FaultKind::unknown_healthcheck_type, Tier::b, check.type.span, type);
    } else if (command.empty()) {
        reading.fault(FaultKind::healthcheck_command_missing, Tier::b, check.type.span);
    }
    check_intervals(instruction, reading);
    check_retries(instruction, reading);
    return check;
}

}  // namespace dockcheck::dockerfile
