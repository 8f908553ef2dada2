// The list of all rules (`dockcheck rules`).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "analyzer/lint/rule.hpp"

namespace dockcheck {

enum class ListFormat : std::uint8_t { text, json, markdown };

/// All rules in the order given. Text is at most `width` columns wide where names allow it.
std::string list_rules(std::span<Rule const* const> rules, ListFormat format,
                       std::uint32_t width = 80);

}  // namespace dockcheck
