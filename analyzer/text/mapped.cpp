// Mapping of cooked offsets back to the source.
#include "analyzer/text/mapped.hpp"

#include <algorithm>

namespace dockcheck {

Span Mapped::source_by_segments(Span range, std::uint32_t& nearest) const {
    auto const begin = offset_ + range.begin;
    auto const end = offset_ + range.end;
    std::span<Segment const> const segments{segments_.begin(), segments_.size()};
    auto const holding = [&](std::uint32_t cooked) {
        // Most of what is asked for stands in the first run or in the last one.
        auto const count = segments.size();
        if (count < 2 || cooked < segments[1].cooked) return segments.begin();
        if (cooked >= segments[count - 1].cooked) return segments.end() - 1;
        if (cooked >= segments[count - 2].cooked) return segments.end() - 2;
        auto const after = std::ranges::upper_bound(segments, cooked, {}, &Segment::cooked);
        return after == segments.begin() ? after : after - 1;
    };
    // From the last one it is seldom far.
    auto const holding_near = [&](std::uint32_t cooked) {
        constexpr std::size_t far = 4;
        auto at = std::size_t{nearest};
        if (at >= segments.size() || segments[at].cooked > cooked) return holding(cooked);
        auto const limit = std::min(at + far, segments.size());
        while (at < limit && at + 1 < segments.size() && segments[at + 1].cooked <= cooked) ++at;
        return at < limit ? segments.begin() + static_cast<std::ptrdiff_t>(at) : holding(cooked);
    };
    auto const is_linear = [&](auto segment) {
        auto const next = segment + 1;
        // The last run's cooked size is not known here; it is as long as its source unless it is an
        // escape, and whoever makes segments closes them with an empty run.
        return next == segments.end() || next->cooked - segment->cooked == segment->source_size;
    };
    auto const first = holding_near(begin);
    nearest = static_cast<std::uint32_t>(first - segments.begin());
    auto const from = is_linear(first) ? first->source + (begin - first->cooked) : first->source;
    if (begin == end) return {from, from};

    // Nearly always the same run.
    auto const next = first + 1;
    bool const is_same = begin < end && (next == segments.end() || next->cooked >= end);
    auto const last = is_same ? first : holding(end - 1);
    auto const to =
        is_linear(last) ? last->source + (end - last->cooked) : last->source + last->source_size;
    return {from, to};
}

}  // namespace dockcheck
