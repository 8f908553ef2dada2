// From physical lines to logical lines: continuations joined, comments and directives taken out.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/syntax/dockerfile/reading.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::dockerfile {

/// One instruction's text.
struct LogicalLine {
    Mapped text;                   ///< a view of the source, or joined in the arena
    std::uint32_t first_line = 0;  ///< 1-based
    std::uint32_t last_line = 0;
    Span whole;               ///< from the first line to the last, without the last line end
    Span blank;               ///< the first blank line inside it
    bool has_blank = false;   ///< there is one
    CommentRange attached{};  ///< the comments above it that BuildKit attaches
};

/// The lines of a heredoc.
struct HeredocLines {
    Span body;
    Span terminator;
    bool is_terminated = false;
};

/// Reads the lines of a file (dockerfile-grammar, sections 1, 3, 4, 5). Comments, directives and
/// faults of the text go to the pools of the Reading, and so does the escape character.
class Scanner {
 public:
    Scanner(Source const& source, Reading& reading);

    /// The next logical line; false at the end of the file.
    bool next(LogicalLine& line);
    /// The lines of a heredoc that begins behind the lines read so far; all lines when its end word
    /// is missing.
    HeredocLines read_heredoc(std::string_view name, bool chomp);

    [[nodiscard]] std::string_view text(Span range) const {
        return {start_ + range.begin, range.size()};
    }
    [[nodiscard]] std::uint32_t lines_read() const { return line_; }

 private:
    struct PhysicalLine {
        char const* begin;
        char const* end;  // without CR and LF
        bool is_too_long;
    };

    bool take(PhysicalLine& line);
    void read_comment(PhysicalLine const& line, char const* mark);
    bool read_directive(PhysicalLine const& line, char const* mark);
    void join(LogicalLine& line, PhysicalLine const& first);
    void report_too_long(PhysicalLine const& line, std::uint32_t at_line);
    void skip_continued(PhysicalLine line);
    bool strip_continuation(char const* begin, char const*& end) const;
    [[nodiscard]] std::uint32_t offset(char const* at) const {
        return static_cast<std::uint32_t>(at - start_);
    }
    [[nodiscard]] Span span(char const* begin, char const* end) const {
        return {offset(begin), offset(end)};
    }

    Reading& reading_;
    char const* start_;
    char const* at_;
    char const* last_;
    std::size_t mark_size_ = 0;  // of the byte order mark, on the first line
    std::uint32_t line_ = 0;
    std::uint32_t first_attached_ = 0;
    bool directives_open_ = true;
};

}  // namespace dockcheck::dockerfile
