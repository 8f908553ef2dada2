// The table of flags, and its use.
#include "analyzer/syntax/dockerfile/flags.hpp"

#include <algorithm>
#include <array>

#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Keyword;
using ast::Tier;

enum class Takes : std::uint8_t { boolean, text, list };

struct KnownFlag {
    Keyword keyword;
    std::string_view name;
    Takes takes;
};

constexpr std::array known_flags{
    KnownFlag{Keyword::add, "checksum", Takes::text},
    KnownFlag{Keyword::add, "chmod", Takes::text},
    KnownFlag{Keyword::add, "chown", Takes::text},
    KnownFlag{Keyword::add, "exclude", Takes::list},
    KnownFlag{Keyword::add, "keep-git-dir", Takes::boolean},
    KnownFlag{Keyword::add, "link", Takes::boolean},
    KnownFlag{Keyword::add, "unpack", Takes::boolean},
    KnownFlag{Keyword::copy, "chmod", Takes::text},
    KnownFlag{Keyword::copy, "chown", Takes::text},
    KnownFlag{Keyword::copy, "exclude", Takes::list},
    KnownFlag{Keyword::copy, "from", Takes::text},
    KnownFlag{Keyword::copy, "link", Takes::boolean},
    KnownFlag{Keyword::copy, "parents", Takes::boolean},
    KnownFlag{Keyword::from, "platform", Takes::text},
    KnownFlag{Keyword::healthcheck, "interval", Takes::text},
    KnownFlag{Keyword::healthcheck, "retries", Takes::text},
    KnownFlag{Keyword::healthcheck, "start-interval", Takes::text},
    KnownFlag{Keyword::healthcheck, "start-period", Takes::text},
    KnownFlag{Keyword::healthcheck, "timeout", Takes::text},
    KnownFlag{Keyword::run, "device", Takes::list},
    KnownFlag{Keyword::run, "mount", Takes::list},
    KnownFlag{Keyword::run, "network", Takes::text},
    KnownFlag{Keyword::run, "security", Takes::text},
};
static_assert(std::ranges::is_sorted(known_flags, {}, [](KnownFlag const& flag) {
    return std::pair(flag.keyword, flag.name);
}));

std::span<KnownFlag const> flags_of(Keyword keyword) {
    auto const first = std::ranges::lower_bound(known_flags, keyword, {}, &KnownFlag::keyword);
    auto const last = std::ranges::upper_bound(known_flags, keyword, {}, &KnownFlag::keyword);
    return {first, last};
}

// Flags whose empty value another check refuses.
bool has_own_check(std::string_view name) {
    return name == "device" || name == "mount" || name == "network" || name == "security";
}

std::string_view nearest_flag(std::string_view name, std::span<KnownFlag const> known) {
    for (auto const& flag : known) {
        if (equals_folded(name, flag.name)) return flag.name;
    }
    std::array<std::string_view, known_flags.size()> names;
    std::ranges::transform(known, names.begin(), &KnownFlag::name);
    return nearest(name, std::span(names).first(known.size()));
}

void check_value(ast::Flag const& flag, KnownFlag const& known, Reading& reading) {
    auto const value = flag.value.text();
    bool const is_boolean = known.takes == Takes::boolean;
    if (is_boolean ? flag.has_value && value.empty() : !flag.has_value) {
        reading.fault(FaultKind::flag_value_missing, Tier::b, flag.span, flag.name);
    } else if (is_boolean) {
        bool const is_right =
            !flag.has_value || equals_folded(value, "true") || equals_folded(value, "false");
        if (!is_right) reading.fault(FaultKind::flag_not_boolean, Tier::b, flag.value_span, value);
    } else if (value.empty() && !has_own_check(flag.name)) {
        reading.fault(FaultKind::flag_value_empty, Tier::accepted, flag.span, flag.name);
    }
}

}  // namespace

void check_given_flags(ast::Instruction const& instruction, Reading& reading) {
    auto const known = flags_of(instruction.keyword);
    std::uint32_t used = 0;  // a bit for each known flag
    for (auto const& flag : instruction.flags) {
        auto const found = std::ranges::find(known, flag.name, &KnownFlag::name);
        if (found == known.end()) {
            reading.fault(FaultKind::unknown_flag, Tier::b, flag.name_span, flag.name,
                          reading.may_suggest() ? nearest_flag(flag.name, known) : "");
            continue;
        }
        auto const bit = 1U << (found - known.begin());
        if ((used & bit) != 0 && found->takes != Takes::list) {
            reading.fault(FaultKind::duplicate_flag, Tier::b, flag.name_span, flag.name);
            continue;
        }
        used |= bit;
        check_value(flag, *found, reading);
    }
}

}  // namespace dockcheck::dockerfile
