// Putting texts together. Rare: only words with quotes, escapes or bytes outside ASCII come here.
#include "analyzer/syntax/dockerfile/cook.hpp"

#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {

// One byte at a time, so that a range over the join of two lines becomes two segments.
void Cook::keep(Span range) {
    for (auto at = range.begin; at < range.end; ++at) {
        auto const source = text_.source({at, at + 1});
        bool const grows =
            is_open_ && source.size() == 1
            && segments().back().source + segments().back().source_size == source.begin;
        if (grows) {
            ++segments().back().source_size;
        } else {
            open_segment(source);
            is_open_ = source.size() == 1;
        }
        cooked().push_back(text_.text()[at]);
    }
}

void Cook::put(char32_t code_point, Span range) {
    open_segment(text_.source(range));
    is_open_ = false;
    encode(code_point, cooked());
}

void Cook::open_segment(Span source) {
    segments().push_back({static_cast<std::uint32_t>(cooked().size()), source.begin, source.size()});
}

Mapped Cook::done() {
    auto const end = segments().empty() ? text_.source({0, 0}).begin
                                       : segments().back().source + segments().back().source_size;
    open_segment({end, end});
    return {reading_.arena.copy(std::string_view(cooked())), 0, Segments(segments(), reading_.arena)};
}

}  // namespace dockcheck::dockerfile
