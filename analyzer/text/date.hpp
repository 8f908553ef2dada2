// Days of the calendar as users write them.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck {

/// True for a day that exists, written YYYY-MM-DD.
bool is_date(std::string_view text);
/// A day as YYYY-MM-DD (UTC), from seconds since 1970.
std::string date_of(long long seconds);

}  // namespace dockcheck
