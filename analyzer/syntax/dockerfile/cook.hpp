// Text put together anew from parts of a mapped text, with the way back to the source.
#pragma once

#include <string>
#include <vector>

#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::dockerfile {

/// Collects pieces of a text and gives the result as a Mapped that lives in the arena.
class Cook final : public grammar::Pieces {
 public:
    explicit Cook(Mapped text) : text_(text) {}

    void keep(Span range) override;
    void put(char32_t code_point, Span range) override;
    [[nodiscard]] Mapped done(Arena& arena);

 private:
    void open_segment(Span source);

    Mapped text_;
    std::string cooked_;
    std::vector<Segment> segments_;
    bool is_open_ = false;  // the last segment may grow: it stands for as many bytes as it has
};

}  // namespace dockcheck::dockerfile
