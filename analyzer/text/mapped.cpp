// Mapping of cooked offsets back to the source.
#include "analyzer/text/mapped.hpp"

#include <algorithm>

namespace dockcheck {

Span Mapped::source_of_segments(Span range, std::uint32_t& nearest) const {
    auto const begin = offset_ + range.begin;
    auto const end = offset_ + range.end;
    std::span<Segment const> const segments{segments_, segment_count_};
    auto const ends_behind = [&](std::size_t at, std::uint32_t cooked) {
        return at + 1 == segments.size() || segments[at + 1].cooked > cooked;
    };
    // From the last one it is seldom far.
    auto const holding_near = [&](std::uint32_t cooked) {
        constexpr std::size_t far = 4;
        auto at = std::size_t{nearest};
        if (at >= segments.size() || segments[at].cooked > cooked) return segments.size();
        auto const limit = std::min(at + far, segments.size());
        while (at < limit && !ends_behind(at, cooked)) ++at;
        return at < limit ? at : segments.size();
    };
    auto const holding = [&](std::uint32_t cooked) {
        auto const after = std::ranges::upper_bound(segments, cooked, {}, &Segment::cooked);
        return static_cast<std::size_t>(after == segments.begin() ? 0
                                                                  : after - segments.begin() - 1);
    };
    auto const is_linear = [&](std::size_t at) {
        // The last run's cooked size is not known here; it is as long as its source unless it is an
        // escape, and whoever makes segments closes them with an empty run.
        return at + 1 == segments.size()
               || segments[at + 1].cooked - segments[at].cooked == segments[at].source_size;
    };
    auto first = holding_near(begin);
    if (first == segments.size()) first = holding(begin);
    nearest = static_cast<std::uint32_t>(first);
    auto const& run = segments[first];
    auto const from = is_linear(first) ? run.source + (begin - run.cooked) : run.source;
    if (begin == end) return {from, from};

    // Nearly always the same run.
    bool const is_same = begin < end && ends_behind(first, end - 1);
    auto const last = is_same ? first : holding(end - 1);
    auto const& last_run = segments[last];
    auto const to = is_linear(last) ? last_run.source + (end - last_run.cooked)
                                    : last_run.source + last_run.source_size;
    return {from, to};
}

}  // namespace dockcheck
