// Joining pieces: what stands side by side in the source becomes one segment.
#include "analyzer/text/mapped_text.hpp"

namespace dockcheck {

void MappedText::append(Mapped const& piece) {
    for (std::uint32_t at = 0; at < piece.size(); ++at) {
        auto const source = piece.source({at, at + 1});
        bool const is_plain = source.size() == 1;
        bool const grows =
            is_plain && is_linear_
            && segments_.back().source + segments_.back().source_size == source.begin;
        // The bytes of one escape stay one segment.
        bool const repeats = !is_plain && at > 0 && !is_linear_
                             && segments_.back().source == source.begin
                             && segments_.back().source_size == source.size();
        if (grows) {
            ++segments_.back().source_size;
        } else if (!repeats) {
            open_segment(source);
            is_linear_ = is_plain;
        }
        text_ += piece.text()[at];
    }
}

void MappedText::append(std::string_view text, Span stands_for) {
    if (text.empty()) return;
    open_segment(stands_for);
    is_linear_ = false;
    text_ += text;
}

void MappedText::open_segment(Span source) {
    segments_.push_back({static_cast<std::uint32_t>(text_.size()), source.begin, source.size()});
}

Mapped MappedText::done(Arena& arena) {
    if (segments_.empty()) return {};
    auto const end = segments_.back().source + segments_.back().source_size;
    open_segment({end, end});
    return {arena.copy(std::string_view(text_)), 0, Segments(segments_, arena)};
}

}  // namespace dockcheck
