// The names of Linux signals.
#include "analyzer/syntax/dockerfile/signal.hpp"

#include <algorithm>
#include <array>

#include "analyzer/syntax/dockerfile/go_values.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr std::array<std::string_view, 36> signal_names{
    "ABRT",  "ALRM",  "BUS",  "CHLD",   "CLD",  "CONT",   "FPE",   "HUP",  "ILL",
    "INT",   "IO",    "IOT",  "KILL",   "PIPE", "POLL",   "PROF",  "PWR",  "QUIT",
    "RTMAX", "RTMIN", "SEGV", "STKFLT", "STOP", "SYS",    "TERM",  "TRAP", "TSTP",
    "TTIN",  "TTOU",  "URG",  "USR1",   "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ"};

static_assert(std::ranges::is_sorted(signal_names));

/// `RTMIN+7`: the prefix and a number from 1 to `largest` without leading zeros.
bool is_real_time_signal(std::string_view name, std::string_view prefix, unsigned largest) {
    if (!name.starts_with(prefix)) return false;
    name.remove_prefix(prefix.size());
    return !name.starts_with('0') && parse_go_unsigned(name, 10, largest).has_value();
}

}  // namespace

bool is_signal(std::string_view text) {
    if (auto const number = parse_go_integer(text)) return *number != 0;
    auto const upper = go_upper(text);
    std::string_view name = upper;
    if (name.starts_with("SIG")) name.remove_prefix(3);
    return std::ranges::binary_search(signal_names, name) || is_real_time_signal(name, "RTMIN+", 15)
           || is_real_time_signal(name, "RTMAX-", 14);
}

}  // namespace dockcheck::dockerfile
