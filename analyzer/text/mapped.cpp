// Mapping of cooked offsets back to the source.
#include "analyzer/text/mapped.hpp"

#include <algorithm>

namespace dockcheck {

Span Mapped::source(Span range) const {
    auto const begin = offset_ + range.begin;
    auto const end = offset_ + range.end;
    if (segment_count_ == 0) return {begin, end};

    std::span<Segment const> const segments{segments_, segment_count_};
    auto const holding = [&](std::uint32_t cooked) {
        auto const after = std::ranges::upper_bound(segments, cooked, {}, &Segment::cooked);
        return after == segments.begin() ? after : after - 1;
    };
    auto const is_linear = [&](auto segment) {
        auto const next = segment + 1;
        // The last run's cooked size is not known here; it is as long as its source unless it is an
        // escape, and whoever makes segments closes them with an empty run.
        return next == segments.end() || next->cooked - segment->cooked == segment->source_size;
    };
    auto const first = holding(begin);
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
