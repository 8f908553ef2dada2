// Script text put together from pieces of other mapped texts: text inside text inside text.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/text/arena.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

/// Collects pieces and remembers where each byte stands in the source.
class ScriptText {
 public:
    /// Both the pieces and what becomes of them lie in the arena.
    explicit ScriptText(Arena& arena) : arena_(arena), text_(arena), segments_(arena) {}

    /// Adds a piece as it is.
    void append(Mapped piece);
    /// Adds text that stands for a whole range of the source, such as a decoded escape.
    void append(std::string_view text, Span source);
    /// The text so far, as long-lived as the arena.
    [[nodiscard]] Mapped finish();

 private:
    Arena& arena_;
    ArenaVector<char> text_;
    ArenaVector<Segment> segments_;
    Span last_source_;
    bool last_is_linear_ = false;
};

}  // namespace dockcheck::model
