// Text that was put together from pieces of a source, with the way back to the source's offsets.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

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

/// A view of cooked text: spliced continuation lines, a JSON string, a heredoc body. Slices share
/// the segments.
class Mapped {
 public:
    constexpr Mapped() = default;

    /// Text that stands in the source as it is, at `source_begin`.
    constexpr Mapped(std::string_view text, std::uint32_t source_begin)
        : text_(text), offset_(source_begin) {}

    /// Text that begins at `cooked_begin` of the cooked text that the segments describe.
    constexpr Mapped(std::string_view text, std::uint32_t cooked_begin,
                     std::span<Segment const> segments)
        : text_(text),
          segments_(segments.data()),
          segment_count_(static_cast<std::uint32_t>(segments.size())),
          offset_(cooked_begin) {}

    [[nodiscard]] constexpr std::string_view text() const { return text_; }
    [[nodiscard]] constexpr std::uint32_t size() const {
        return static_cast<std::uint32_t>(text_.size());
    }
    [[nodiscard]] constexpr bool empty() const { return text_.empty(); }

    /// The part [begin, end) of this text, in bytes of this text.
    [[nodiscard]] constexpr Mapped slice(std::uint32_t begin, std::uint32_t end) const {
        Mapped part = *this;
        part.text_ = text_.substr(begin, end - begin);
        part.offset_ = offset_ + begin;
        return part;
    }

    /// Where a range of this text stands in the source; from the first byte to behind the last one.
    [[nodiscard]] Span source(Span range) const {
        auto nearest = segment_count_;
        return source(range, nearest);
    }
    /// The same for ranges that are asked one behind the other: `nearest` is the segment of the
    /// last one, and becomes that of this one.
    [[nodiscard]] Span source(Span range, std::uint32_t& nearest) const {
        if (segment_count_ == 0) return {offset_ + range.begin, offset_ + range.end};
        return source_of_segments(range, nearest);
    }

    /// Where all of this text stands in the source.
    [[nodiscard]] Span source() const { return source({0, size()}); }

    /// Calls a function with each place of this text, in its bytes, where two pieces meet.
    template <typename Function>
    void each_joint(Function function) const {
        for (std::uint32_t i = 0; i < segment_count_; ++i) {
            auto const cooked = segments_[i].cooked;
            if (cooked > offset_ && cooked - offset_ < text_.size()) function(cooked - offset_);
        }
    }

    /// The same text read through a second layer: segments of this text put in terms of the source.
    /// Used for text inside text (a shell script inside a JSON string inside a continued line).
    [[nodiscard]] std::uint32_t source_offset(std::uint32_t offset) const {
        return source({offset, offset}).begin;
    }

 private:
    [[nodiscard]] Span source_of_segments(Span range, std::uint32_t& nearest) const;

    std::string_view text_;
    Segment const* segments_ = nullptr;
    std::uint32_t segment_count_ = 0;  ///< 0: the text stands in the source as it is
    std::uint32_t offset_ =
        0;  ///< of text_[0]: in the source, or in the cooked text of the segments
};

}  // namespace dockcheck
