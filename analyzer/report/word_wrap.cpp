// Counting columns and going to the next line.
#include "analyzer/report/word_wrap.hpp"

#include <algorithm>

#include "analyzer/report/visible.hpp"

namespace dockcheck {

WordWrap::WordWrap(std::string& out, std::uint32_t column, std::uint32_t indent,
                   std::uint32_t width)
    : out_(out), column_(column), indent_(indent > width / 2 ? 4 : indent), width_(width) {}

void WordWrap::text(std::string_view words) {
    if (width_ == 0) {
        out_ += words;
        return;
    }
    std::string_view gap;
    while (true) {
        auto const one = words.substr(0, words.find(' '));
        word(gap, one, one);
        if (one.size() == words.size()) return;
        words.remove_prefix(one.size() + 1);
        gap = " ";
    }
}

void WordWrap::word(std::string_view gap, std::string_view word, std::string_view shown) {
    auto const columns = width_ == 0 ? 0 : display_width(word);
    auto const with_gap = column_ + static_cast<std::uint32_t>(gap.size()) + columns;
    bool const breaks = width_ != 0 && with_gap > width_ && !gap.empty() && column_ > indent_;
    if (breaks) {
        out_ += '\n';
        out_.append(indent_, ' ');
        column_ = indent_ + columns;
    } else {
        out_ += gap;
        column_ = with_gap;
    }
    out_ += shown;
}

}  // namespace dockcheck
