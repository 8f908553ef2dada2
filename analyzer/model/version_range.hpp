// Ranges of versions, as the manifests of several languages write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/model/language.hpp"

namespace dockcheck::model {

/// A version as one number, in the order of versions: parts of it are at most 99,999.
using VersionNumber = std::uint64_t;

/// [low, high) of versions.
struct VersionInterval {
    VersionNumber low = 0;
    VersionNumber high = 0;
};

/// One of them has to hold.
using VersionRange = std::vector<VersionInterval>;

enum class RangeStyle : std::uint8_t {
    npm,       ///< ^1.2, ~1.2, 1.x, >=1 <2, 1 - 2, a || b
    composer,  ///< the same, with | and commas; ~1.2 is >=1.2 <2
    ruby,      ///< ~> 1.2, >= 1, < 2; a plain one is exact
    python,    ///< ~=1.2, ==1.*, >=1,<2
};

/// Reads a range; nothing for what is not understood.
std::optional<VersionRange> parse_version_range(std::string_view text, RangeStyle style);

/// The versions that begin with these parts.
VersionInterval interval_of(LanguageVersion const& version);

/// True when a range of Python's style allows no version before the one that begins with these
/// parts; nothing at all is the newest version.
bool is_since(std::string_view python_range, std::uint32_t major, std::uint32_t minor);

/// True when no version of the interval lies in the range.
bool is_outside(VersionInterval const& interval, VersionRange const& range);

}  // namespace dockcheck::model
