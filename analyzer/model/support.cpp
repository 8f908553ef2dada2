// Comparing dates of support with a day.
#include "analyzer/model/support.hpp"

#include <charconv>
#include <chrono>
#include <string>

#include "analyzer/model/base_image.hpp"

namespace dockcheck::model {
namespace {

/// YYYY-MM-DD as a day, or nothing.
std::optional<std::chrono::sys_days> day_of(std::string_view date) {
    if (date.size() != 10) return std::nullopt;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    auto const number = [&](std::size_t begin, std::size_t size, auto& value) {
        auto const text = date.substr(begin, size);
        return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
    };
    if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
    std::chrono::year_month_day const result{std::chrono::year(year), std::chrono::month(month),
                                             std::chrono::day(day)};
    if (!result.ok()) return std::nullopt;
    return std::chrono::sys_days(result);
}

/// The end of support when it lies before the day that is so many behind `today`.
std::optional<knowledge::SupportEnd> when_over(std::optional<knowledge::SupportEnd> support,
                                               std::string_view today, std::int64_t days_before) {
    if (!support) return std::nullopt;
    auto const now = day_of(today);
    auto const last = day_of(support->date);
    if (!now || !last || *last >= *now + std::chrono::days(days_before)) return std::nullopt;
    return support;
}

}  // namespace

std::optional<knowledge::SupportEnd> ended_support(Reference const& reference,
                                                   std::string_view today,
                                                   std::int64_t days_before) {
    if (reference.kind != Reference::Kind::image || reference.image.tag.empty()) {
        return std::nullopt;
    }
    auto const name = name_of(reference.image);
    auto const tag = reference.image.tag;
    if (auto const line = ended_support(name, tag, today, days_before)) return line;
    return when_over(knowledge::base_support_end(name, tag), today, days_before);
}

std::optional<knowledge::SupportEnd> ended_support(std::string_view image, std::string_view tag,
                                                   std::string_view today,
                                                   std::int64_t days_before) {
    return when_over(knowledge::support_end(image, tag), today, days_before);
}

}  // namespace dockcheck::model
