// Breaking long lines of text reports at words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dockcheck {

/// A line that grows, word by word; what does not fit goes into the next line, indented.
class WordWrap {
 public:
    /// The line so far takes `column` columns. A `width` of 0: nothing is ever broken.
    WordWrap(std::string& out, std::uint32_t column, std::uint32_t indent, std::uint32_t width);

    /// Appends visible text; each blank in it is a place to break.
    void text(std::string_view words);
    /// Appends what must stay together, `gap` before it; `shown` is what is appended for `word`,
    /// with colours.
    void word(std::string_view gap, std::string_view word, std::string_view shown);

 private:
    std::string& out_;
    std::uint32_t column_;
    std::uint32_t indent_;
    std::uint32_t width_;
};

}  // namespace dockcheck
