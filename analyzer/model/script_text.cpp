// Composing mapped texts: each run of a piece is found again in the source.
#include "analyzer/model/script_text.hpp"

namespace dockcheck::model {

void ScriptText::append(Mapped piece) {
    if (piece.empty()) return;
    auto const source = piece.source();
    if (source.size() == piece.size() || piece.size() == 1) {
        append(piece.text(), source);
        return;
    }
    auto const middle = piece.size() / 2;
    append(piece.slice(0, middle));
    append(piece.slice(middle, piece.size()));
}

void ScriptText::append(std::string_view text, Span source) {
    if (text.empty()) return;
    auto const size = static_cast<std::uint32_t>(text.size());
    bool const is_linear = source.size() == size;
    bool const goes_on = is_linear && last_is_linear_ && last_source_.end == source.begin;
    bool const is_same =
        !is_linear && !last_is_linear_ && !segments_.empty() && last_source_ == source;
    if (goes_on) {
        segments_.back().source_size += size;
    } else if (!is_same) {
        segments_.push_back(
            {static_cast<std::uint32_t>(text_.size()), source.begin, source.size()});
    }
    last_source_ = source;
    last_is_linear_ = is_linear;
    text_.append(text);
}

Mapped ScriptText::finish() {
    auto const size = static_cast<std::uint32_t>(text_.size());
    segments_.push_back({size, last_source_.end, 0});
    return {std::string_view(text_.begin(), text_.size()), 0, Segments(segments_.items(), arena_)};
}

}  // namespace dockcheck::model
