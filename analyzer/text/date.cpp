// Checking and writing dates with the calendar of the standard library.
#include "analyzer/text/date.hpp"

#include <chrono>
#include <fmt/format.h>

namespace dockcheck {
namespace {

int digits(std::string_view text) {
    int value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    if (year < 0 || month < 0 || day < 0) return false;
    return std::chrono::year_month_day{std::chrono::year(year),
                                       std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day))}
        .ok();
}

std::string date_of(long long seconds) {
    using namespace std::chrono;
    // Years of four digits only: outside of them there are no support dates.
    constexpr long long last = 253'402'300'799;
    auto const bounded = seconds < 0 ? 0 : seconds > last ? last : seconds;
    year_month_day const date{floor<days>(sys_seconds(std::chrono::seconds(bounded)))};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace dockcheck
