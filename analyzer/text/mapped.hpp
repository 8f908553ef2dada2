// Text that was put together from pieces of a source, with the way back to the source's offsets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/text/arena.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck {

/// A run of cooked text and where it stands in the source. The run ends where the next one begins.
/// When the two sizes differ (an escape such as \n in JSON) all of the run stands for all of the
/// source range.
struct Segment {
    std::uint32_t cooked = 0;       ///< offset of the run in the whole cooked text
    std::uint32_t source = 0;       ///< offset of the run in the source
    std::uint32_t source_size = 0;  ///< bytes of the source that the run stands for
};

/// The runs of one cooked text in an arena, by offset. The last one is empty: it closes the others.
class Segments {
 public:
    constexpr Segments() = default;
    /// A copy of the runs.
    Segments(std::span<Segment const> runs, Arena& arena) {
        // Their number stands before the first one: a view of the text then needs one pointer.
        auto* const room = arena.allocate<Segment>(runs.size() + 1);
        room[0] = {static_cast<std::uint32_t>(runs.size()), 0, 0};
        std::copy(runs.begin(), runs.end(), room + 1);
        first_ = room + 1;
    }

    [[nodiscard]] constexpr bool exist() const { return first_ != nullptr; }
    [[nodiscard]] constexpr Segment const* begin() const { return first_; }
    [[nodiscard]] constexpr Segment const* end() const { return first_ + size(); }
    [[nodiscard]] constexpr std::uint32_t size() const {
        return first_ == nullptr ? 0 : first_[-1].cooked;
    }

 private:
    Segment const* first_ = nullptr;
};

/// A view of cooked text: spliced continuation lines, a JSON string, a heredoc body. Slices share
/// the segments.
class Mapped {
 public:
    constexpr Mapped() = default;

    /// Text that stands in the source as it is, at `source_begin`.
    constexpr Mapped(std::string_view text, std::uint32_t source_begin)
        : begin_(text.data()),
          size_(static_cast<std::uint32_t>(text.size())),
          offset_(source_begin) {}

    /// Text that begins at `cooked_begin` of the cooked text that the segments describe.
    constexpr Mapped(std::string_view text, std::uint32_t cooked_begin, Segments segments)
        : Mapped(text, cooked_begin) {
        segments_ = segments;
    }

    [[nodiscard]] constexpr std::string_view text() const { return {begin_, size_}; }
    [[nodiscard]] constexpr std::uint32_t size() const { return size_; }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }

    /// The part [begin, end) of this text, in bytes of this text.
    [[nodiscard]] constexpr Mapped slice(std::uint32_t begin, std::uint32_t end) const {
        Mapped part = *this;
        part.begin_ = begin_ + begin;
        part.size_ = end - begin;
        part.offset_ = offset_ + begin;
        return part;
    }

    /// Where a range of this text stands in the source; from the first byte to behind the last one.
    [[nodiscard]] Span source(Span range) const {
        auto nearest = ~std::uint32_t{0};
        return source(range, nearest);
    }
    /// The same for ranges that are asked one behind the other: `nearest` is the segment of the
    /// last one, and becomes that of this one.
    [[nodiscard]] Span source(Span range, std::uint32_t& nearest) const {
        auto const begin = offset_ + range.begin;
        auto const end = offset_ + range.end;
        if (!segments_.exist()) return {begin, end};
        if (nearest < segments_.size()) {
            // Nearly always all of it stands in the run of the last one.
            auto const* const run = segments_.begin() + nearest;
            bool const is_in = run->cooked <= begin && end <= run->cooked + run->source_size
                               && nearest + 1 < segments_.size();
            if (is_in && run[1].cooked == run->cooked + run->source_size && begin < end) {
                auto const shift = run->source - run->cooked;
                return {begin + shift, end + shift};
            }
        }
        return source_by_segments(range, nearest);
    }

    /// Where all of this text stands in the source.
    [[nodiscard]] Span source() const { return source({0, size()}); }

    /// Calls a function with each place of this text, in its bytes, where two pieces meet.
    template <typename Function>
    void each_joint(Function function) const {
        for (auto const& segment : segments_) {
            auto const cooked = segment.cooked;
            if (cooked > offset_ && cooked - offset_ < size_) function(cooked - offset_);
        }
    }

    /// The same text read through a second layer: segments of this text put in terms of the source.
    /// Used for text inside text (a shell script inside a JSON string inside a continued line).
    [[nodiscard]] std::uint32_t source_offset(std::uint32_t offset) const {
        return source({offset, offset}).begin;
    }

 private:
    [[nodiscard]] Span source_by_segments(Span range, std::uint32_t& nearest) const;

    char const* begin_ = nullptr;
    Segments segments_;  ///< none: the text stands in the source as it is
    std::uint32_t size_ = 0;
    std::uint32_t offset_ = 0;  ///< of the first byte: in the source, or in the cooked text
};

}  // namespace dockcheck
