// Where the base image ends in a history, and what was built upon it begins.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "analyzer/model/history.hpp"

namespace dockcheck::model {
namespace {

using Style = HistoryStep::Style;
using Seconds = std::int64_t;

/// Steps of one build follow each other; longer pauses are between two builds, or in front of steps
/// that came from a cache: nobody can tell.
constexpr Seconds longest_pause = 3600;

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t size) {
    if (at + size > text.size()) return std::nullopt;
    int value = 0;
    auto const* const begin = text.data() + at;
    auto const [end, error] = std::from_chars(begin, begin + size, value);
    if (error != std::errc{} || end != begin + size) return std::nullopt;
    return value;
}

/// RFC 3339: 2025-02-01T00:00:00.123Z, or +02:00 at the end.
std::optional<Seconds> time_of(std::string_view text) {
    constexpr std::size_t seconds_end = 19;
    auto const year = number_at(text, 0, 4);
    auto const month = number_at(text, 5, 2);
    auto const day = number_at(text, 8, 2);
    auto const hour = number_at(text, 11, 2);
    auto const minute = number_at(text, 14, 2);
    auto const second = number_at(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    Seconds time = std::chrono::sys_days(date).time_since_epoch().count() * Seconds{86'400};
    time += *hour * 3600 + *minute * 60 + *second;
    auto const zone = text.find_first_of("+-", seconds_end);
    if (zone == std::string_view::npos) return time;
    auto const hours = number_at(text, zone + 1, 2);
    auto const minutes = number_at(text, zone + 4, 2);
    if (!hours || !minutes) return time;
    auto const offset = *hours * 3600 + *minutes * 60;
    return text[zone] == '+' ? time - offset : time + offset;
}

bool makes_layer(HistoryStep const& step) {
    return step.keyword == ast::Keyword::run || step.keyword == ast::Keyword::copy
           || step.keyword == ast::Keyword::add;
}

bool starts_container(HistoryStep const& step) {
    return step.keyword == ast::Keyword::cmd || step.keyword == ast::Keyword::entrypoint;
}

/// ADD of a whole file system, with which images of distributions begin.
bool adds_root(HistoryStep const& step) {
    auto const text = step.arguments.text();
    return step.keyword == ast::Keyword::add && (text.ends_with(" /") || text.ends_with(" / "));
}

bool is_of_buildkit(HistoryStep const& step) { return step.style == Style::buildkit; }

/// buildah says it at the first step that makes a layer: FROM docker.io/library/alpine:3.20
bool names_base(HistoryStep const& step) {
    auto const comment = step.entry->comment.value.text();
    return comment.starts_with("FROM ") && comment.find('/') != std::string_view::npos;
}

/// True when two steps that follow each other cannot be of one build, as far as they show.
bool is_border(HistoryStep const& before, HistoryStep const& step) {
    if (is_of_buildkit(before) != is_of_buildkit(step)) return true;
    bool const was_text = before.keyword == ast::Keyword::unknown;
    if (was_text && step.keyword != ast::Keyword::unknown) return true;
    auto const earlier = time_of(before.entry->created.value.text());
    auto const later = time_of(step.entry->created.value.text());
    if (!earlier || !later) return false;
    return *later - *earlier >= longest_pause || *earlier - *later >= longest_pause;
}

/// The first step of buildah's that ends with this one, which names the base. Where it makes one
/// layer of all steps, the others have none, whatever they do, and only the last names the base.
std::size_t first_of_buildah(std::vector<HistoryStep> const& steps, std::size_t named) {
    bool made_nothing = false;
    for (auto i = named; i > 0; --i) {
        auto const& step = steps[i - 1];
        if (!step.entry->empty_layer.value) return made_nothing ? i : named;
        made_nothing = made_nothing || makes_layer(step);
    }
    return made_nothing ? 0 : named;
}

}  // namespace

void find_own_steps(std::vector<HistoryStep>& steps) {
    std::size_t border = 0;
    bool has_start = false;
    bool has_layer = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i > 0 && is_border(steps[i - 1], steps[i])) border = i;
        if (names_base(steps[i])) border = first_of_buildah(steps, i);
        bool const is_first_layer = makes_layer(steps[i]) && !has_layer;
        has_layer = has_layer || makes_layer(steps[i]);
        if (is_first_layer && adds_root(steps[i])) border = i + 1;
        // Few go on behind CMD with more layers; images that stand on another one always do.
        if (makes_layer(steps[i]) && has_start) {
            auto start = i;
            while (start > 0 && !starts_container(steps[start - 1])) --start;
            border = std::max(border, start);
            has_start = false;
        }
        has_start = has_start || starts_container(steps[i]);
    }
    for (std::size_t i = 0; i < steps.size(); ++i) steps[i].is_own = i >= border;
}

}  // namespace dockcheck::model
