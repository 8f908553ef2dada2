// Text put together from pieces of a source and from characters that stand for a part of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck {

/// Collects pieces and gives the whole as a Mapped that lives in an arena. Pieces are appended in
/// the order of the source, so that the range of any part of the whole is a range of the source.
class MappedText {
 public:
    /// A text as it is.
    void append(Mapped const& piece);
    /// Characters that the source does not have, and what they stand for there.
    void append(std::string_view text, Span stands_for);
    /// The same for nothing: they stand before a byte of the source.
    void append(std::string_view text, std::uint32_t before) { append(text, {before, before}); }

    [[nodiscard]] std::string const& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] Mapped done(Arena& arena);

 private:
    void open_segment(Span source);

    std::string text_;
    std::vector<Segment> segments_;
    bool is_linear_ = false;  ///< the last segment may grow
};

}  // namespace dockcheck
