// The patterns of rules' options: names in which * stands for anything.
#pragma once

#include <span>
#include <string_view>

namespace dockcheck {

/// True when the pattern matches all of the text; `*` matches any characters, none included. Takes
/// at most the product of the two sizes.
bool matches_wildcard(std::string_view text, std::string_view pattern);
/// True when one of the patterns does.
bool matches_any_wildcard(std::string_view text, std::span<std::string_view const> patterns);

}  // namespace dockcheck
