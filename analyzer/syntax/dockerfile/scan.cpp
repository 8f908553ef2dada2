// Reading lines with memchr; the hot path of a line without continuation touches only its ends.
#include "analyzer/syntax/dockerfile/scan.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr std::size_t longest_line = 65'535;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Copies a text and what stands behind it: lines are short, and a call for each would be dear.
constexpr std::size_t copied_at_once = 16;
static_assert(copied_at_once <= Source::padding);
inline void copy_generously(char const* from, std::size_t size, char* to) {
    for (std::size_t at = 0; at < size; at += copied_at_once)
        std::memcpy(to + at, from + at, copied_at_once);
}

std::string_view view(char const* begin, char const* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

char const* skip_decoded_blanks(char const* begin, char const* end) {
    while (begin != end) {
        auto const next = decode(view(begin, end));
        if (!is_unicode_space(next.value)) break;
        begin += next.size;
    }
    return begin;
}

// The end of a line is no blank, and bytes behind the last line are zero: neither needs a look
// where it is.
inline char const* skip_unicode_blanks(char const* begin, char const* end) {
    constexpr std::uint32_t four_blanks = 0x20202020;
    std::uint32_t next = 0;
    while (*begin == ' ') {
        std::memcpy(&next, begin, sizeof next);
        begin += next == four_blanks ? sizeof next : 1;
    }
    while (*begin == '\t' || *begin == ' ') ++begin;
    if (begin == end || (*begin > ' ' && *begin < '\x7F')) return begin;
    return skip_decoded_blanks(begin, end);
}

}  // namespace

Scanner::Scanner(Source const& source, Reading& reading)
    : reading_(reading),
      start_(source.bytes().data()),
      at_(start_),
      last_(start_ + source.bytes().size()) {
    if (source.bytes().starts_with(byte_order_mark)) at_ += mark_size_ = byte_order_mark.size();
}

inline bool Scanner::take(PhysicalLine& line) {
    // A byte order mark alone is a line.
    if (at_ == last_ && mark_size_ == 0) return false;
    auto const found = std::memchr(at_, '\n', static_cast<std::size_t>(last_ - at_));
    auto end = found == nullptr ? last_ : static_cast<char const*>(found);
    line.begin = at_;
    line.is_too_long = static_cast<std::size_t>(end - at_) + mark_size_ > longest_line;
    mark_size_ = 0;
    at_ = end == last_ ? end : end + 1;
    ++line_;
    while (end != line.begin && end[-1] == '\r') --end;
    line.end = end;
    return true;
}

// The escape character before the end of the line or blanks, and no second one before it.
inline bool Scanner::strip_continuation(char const* begin, char const*& end) const {
    auto at = end;
    while (at != begin && (at[-1] == ' ' || at[-1] == '\t')) --at;
    if (at == begin || at[-1] != reading_.escape) return false;
    if (at - begin >= 2 && at[-2] == reading_.escape) return false;
    end = at - 1;
    return true;
}

bool Scanner::next(LogicalLine& line) {
    PhysicalLine physical{};
    while (take(physical)) {
        auto const begin = skip_unicode_blanks(physical.begin, physical.end);
        if (physical.is_too_long) {
            report_too_long(physical, line_ - 1);
            skip_continued(physical);
            continue;
        }
        if (begin != physical.end && *begin == '#') {
            bool const is_directive = directives_open_ && read_directive(physical, begin);
            if (!is_directive) read_comment(physical, begin);
            continue;
        }
        directives_open_ = false;
        if (begin == physical.end) continue;

        auto const& comments = reading_.pools.comments;
        line.first_line = line_;
        line.has_blank = false;
        line.attached = {first_attached_, static_cast<std::uint32_t>(comments.size())};
        line.whole = span(physical.begin, physical.end);
        auto end = physical.end;
        if (strip_continuation(begin, end)) {
            join(line, {begin, end, false});
        } else {
            line.text = Mapped(view(begin, end), offset(begin));
        }
        line.last_line = line_;
        first_attached_ = static_cast<std::uint32_t>(comments.size());
        return true;
    }
    return false;
}

// Joins the first line, its continuation mark taken off, with those that follow.
void Scanner::join(LogicalLine& line, PhysicalLine const& first) {
    auto& segments = reading_.pools.segments;
    segments.clear();
    std::uint32_t size = 0;
    auto const add = [&](char const* begin, char const* end) {
        if (begin == end) return;
        auto const piece = span(begin, end);
        segments.push_back({size, piece.begin, piece.size()});
        size += piece.size();
    };
    add(first.begin, first.end);
    PhysicalLine physical{};
    for (bool continued = true; continued && take(physical);) {
        line.whole.end = offset(physical.end);
        auto const begin = skip_unicode_blanks(physical.begin, physical.end);
        if (physical.is_too_long) {
            // BuildKit takes this for the start of the next instruction, and stops behind it.
            report_too_long(physical, line_);
            skip_continued(physical);
            break;
        }
        if (begin == physical.end) {
            if (!line.has_blank) line.blank = span(physical.begin, physical.end);
            line.has_blank = true;
        } else if (*begin == '#') {
            read_comment(physical, begin);
            reading_.pools.comments.back().inside = true;
        } else {
            auto end = physical.end;
            continued = strip_continuation(physical.begin, end);
            add(physical.begin, end);
        }
    }
    if (segments.size() <= 1) {
        auto const at = segments.empty() ? offset(first.begin) : segments[0].source;
        line.text = Mapped(view(start_ + at, start_ + at + size), at);
        return;
    }
    segments.push_back({size, segments.back().source + segments.back().source_size, 0});
    char* const room = reading_.arena.allocate<char>(size + copied_at_once);
    for (auto const& segment : segments)
        copy_generously(start_ + segment.source, segment.source_size, room + segment.cooked);
    line.text = Mapped({room, size}, 0, Segments(segments, reading_.arena));
}

void Scanner::report_too_long(PhysicalLine const& line, std::uint32_t at_line) {
    reading_.fault_at(at_line, ast::FaultKind::line_too_long, ast::Tier::a,
                      span(line.begin, line.end));
}

// What follows a line that is too long is part of it as long as it is continued.
void Scanner::skip_continued(PhysicalLine line) {
    directives_open_ = false;
    auto begin = skip_unicode_blanks(line.begin, line.end);
    bool const is_comment = begin != line.end && *begin == '#';
    bool continued = !is_comment && strip_continuation(line.begin, line.end);
    while (continued && take(line)) {
        begin = skip_unicode_blanks(line.begin, line.end);
        if (begin == line.end || *begin == '#') continue;
        continued = strip_continuation(line.begin, line.end);
    }
}

void Scanner::read_comment(PhysicalLine const& line, char const* mark) {
    auto const text = trim_unicode_space(view(line.begin + 1, line.end));
    auto& comments = reading_.pools.comments;
    comments.push_back({text, span(mark, line.end), line_, false});
    if (text.empty()) first_attached_ = static_cast<std::uint32_t>(comments.size());
}

// True when the line is a directive, right or wrong; else the block of directives is over.
bool Scanner::read_directive(PhysicalLine const& line, char const* mark) {
    auto const begin = skip_unicode_blanks(mark + 1, line.end);
    auto const text = view(begin, line.end);
    directives_open_ = false;
    auto const parts = grammar::read_directive(text);
    if (!parts) return false;
    constexpr std::array<std::string_view, 3> known{"syntax", "escape", "check"};
    auto const written = text.substr(parts->name.begin, parts->name.size());
    auto const is_written = [&](std::string_view name) {
        return std::ranges::equal(written, name, [](char a, char b) { return (a | 0x20) == b; });
    };
    auto const name = std::ranges::find_if(known, is_written);
    if (name == known.end()) return false;
    directives_open_ = true;

    auto const base = offset(begin);
    auto const value = text.substr(parts->value.begin, parts->value.size());
    Span const value_span{base + parts->value.begin, base + parts->value.end};
    auto& directives = reading_.pools.directives;
    // BuildKit counts these lines from zero.
    if (std::ranges::find(directives, *name, &ast::Directive::name) != directives.end()) {
        reading_.fault_at(line_ - 1, ast::FaultKind::duplicate_directive, ast::Tier::a,
                          span(mark, line.end), *name);
        return true;
    }
    directives.push_back({*name, value, span(mark, line.end), value_span, line_});
    if (*name != "escape") return true;
    if (value == "\\" || value == "`") {
        reading_.escape = value[0];
    } else {
        reading_.fault_at(line_ - 1, ast::FaultKind::invalid_escape_directive, ast::Tier::a,
                          value_span, value);
    }
    return true;
}

HeredocLines Scanner::read_heredoc(std::string_view name, bool chomp) {
    HeredocLines lines{span(at_, at_), span(last_, last_), false};
    PhysicalLine physical{};
    while (!lines.is_terminated && take(physical)) {
        // BuildKit misses the end word then, and blames the instruction.
        if (physical.is_too_long) report_too_long(physical, reading_.line);
        auto begin = physical.begin;
        if (chomp) begin = std::find_if(begin, physical.end, [](char c) { return c != '\t'; });
        if (view(begin, physical.end) == name) {
            lines.body.end = offset(physical.begin);
            lines.terminator = span(physical.begin, physical.end);
            lines.is_terminated = true;
        }
    }
    if (!lines.is_terminated) lines.body.end = offset(last_);
    return lines;
}

}  // namespace dockcheck::dockerfile
