// A few rules to select from.
#pragma once

#include <array>
#include <string_view>

#include "analyzer/lint/rule.hpp"

namespace dockcheck::test {

inline constexpr std::array untagged_aliases{Alias{"hadolint:DL3006", {}}};
inline constexpr std::array refused_aliases{Alias{"buildkit:build-error", {}}};
inline constexpr std::array cache_aliases{Alias{"hadolint:DL3032", "yum"},
                                          Alias{"hadolint:DL3040", "dnf"}};
inline constexpr std::array untagged_options{
    OptionInfo{"ignore-images", "strings", "[]", "Images that may go without."},
    OptionInfo{"limit", "integer", "3", "How many."},
    OptionInfo{"share", "number", "0.5", "How much."},
    OptionInfo{"strict", "boolean", "false", "Whether."},
    OptionInfo{"prefix", "string", "\"\"", "What."},
};

/// Two categories; one rule is off by default, one a preview, one has variants.
inline constexpr std::array<Rule, 6> rules{{
    {.name = "untagged-base-image",
     .category = "base-image",
     .aliases = untagged_aliases,
     .options = untagged_options},
    {.name = "base-image-not-pinned-by-digest",
     .category = "base-image",
     .severity = Severity::info,
     .by_default = Default::off},
    {.name = "base-image-of-tomorrow", .category = "base-image", .by_default = Default::preview},
    {.name = "missing-healthcheck", .category = "runtime", .severity = Severity::style},
    {.name = "unknown-instruction",
     .category = "syntax",
     .severity = Severity::error,
     .aliases = refused_aliases},
    {.name = "package-cache-left", .category = "packages", .aliases = cache_aliases},
}};

}  // namespace dockcheck::test
