// Text put together anew from parts of a mapped text, with the way back to the source.
#pragma once

#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/syntax/dockerfile/reading.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::dockerfile {

/// Collects pieces of a text and gives the result as a Mapped that lives in the arena. There is one
/// at a time: it fills lists of the pools.
class Cook final : public grammar::Pieces {
 public:
    Cook(Mapped text, Reading& reading) : text_(text), reading_(reading) {
        cooked().clear();
        segments().clear();
    }

    void keep(Span range) override;
    void put(char32_t code_point, Span range) override;
    [[nodiscard]] Mapped done();

 private:
    void open_segment(Span source);
    std::string& cooked() { return reading_.pools.cooked; }
    std::vector<Segment>& segments() { return reading_.pools.cooked_segments; }

    Mapped text_;
    Reading& reading_;
    bool is_open_ = false;  // the last segment may grow: it stands for as many bytes as it has
};

}  // namespace dockcheck::dockerfile
