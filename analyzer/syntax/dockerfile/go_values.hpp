// Texts that BuildKit hands to Go's standard library: numbers, booleans, durations, letter case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dockcheck::dockerfile {

/// strconv.ParseBool: 1 t T TRUE true True 0 f F FALSE false False.
std::optional<bool> parse_go_boolean(std::string_view text);

/// strconv.ParseUint with a base of 8 or 10: digits only, at most `largest`.
std::optional<std::uint64_t> parse_go_unsigned(std::string_view text, unsigned base,
                                               std::uint64_t largest);

/// strconv.Atoi: an optional sign and decimal digits, 64 bits.
std::optional<std::int64_t> parse_go_integer(std::string_view text);

/// time.ParseDuration, in nanoseconds: `1h2m3.5s`, `0`; units ns us µs ms s m h.
std::optional<std::int64_t> parse_go_duration(std::string_view text);

/// Whether units.RAMInBytes of docker/go-units reads it: `64m`, `1.5 GiB`. Silent about spellings
/// of floating point numbers that nobody uses: those count as good.
bool is_go_size(std::string_view text);

/// strings.ToLower and ToUpper as far as the result may be ASCII: also of the few other letters
/// that become ASCII ones.
std::string go_lower(std::string_view text);
std::string go_upper(std::string_view text);

}  // namespace dockcheck::dockerfile
