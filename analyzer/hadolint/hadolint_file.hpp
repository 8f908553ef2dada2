// A .hadolint.yaml: the configuration of another checker, which many repositories have already.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/text/result.hpp"

namespace dockcheck::hadolint {

/// A text and where it stands: "FILE:LINE:COLUMN".
struct Text {
    std::string value;
    std::string where;
};

struct Flag {
    bool value = false;
    std::string where;
};

/// The names of `override`, in the order of HadolintFile::overrides.
inline constexpr std::array<std::string_view, 4> override_levels{"error", "warning", "info",
                                                                 "style"};

/// The keys that mean something here.
inline constexpr std::array<std::string_view, 9> keys{
    "ignored",       "override", "trustedRegistries", "label-schema",         "failure-threshold",
    "output-format", "no-fail",  "strict-labels",     "disable-ignore-pragma"};

/// What such a file says. Keys of one meaning are one here (trustedRegistries and
/// trusted-registries).
struct HadolintFile {
    std::vector<Text> ignored;
    std::array<std::vector<Text>, override_levels.size()> overrides;
    std::vector<Text> trusted_registries;
    std::vector<std::pair<Text, Text>> label_schema;  ///< label and type
    std::optional<Text> failure_threshold;
    std::optional<Text> format;
    std::optional<Flag> no_fail;
    std::optional<Flag> strict_labels;
    std::optional<Flag> disable_ignore_pragma;
    std::vector<Text> other_keys;  ///< no-color, verbose, and those that mean nothing
};

/// Reads YAML. What is no YAML, and a value of a wrong type, is an error with its place.
Result<HadolintFile> read_hadolint_file(std::string_view text, std::string_view name);

}  // namespace dockcheck::hadolint
