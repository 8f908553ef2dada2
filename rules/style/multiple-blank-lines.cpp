// Finds places with more empty lines than are wanted.
#include "rules/style/multiple-blank-lines.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::rules::multiple_blank_lines {
namespace {

/// Empty lines that follow each other.
struct Blanks {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  ///< behind the last one
    std::uint32_t count = 0;
};

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

/// Adds the empty lines of a part of the file that begins and ends with a line.
void add_blanks(std::string_view text, std::size_t begin, std::size_t end,
                ArenaVector<Blanks>& result) {
    while (begin < end) {
        auto const newline = std::min(text.find('\n', begin), text.size());
        auto const next = std::min(newline + 1, text.size());
        if (is_blank(text.substr(begin, newline - begin))) {
            auto const at = static_cast<std::uint32_t>(begin);
            if (result.empty() || result.back().end != begin) result.push_back({at, at, 0});
            ++result.back().count;
            result.back().end = static_cast<std::uint32_t>(next);
        }
        begin = next;
    }
}

/// The places between instructions where lines are empty, in the order of the file.
std::span<Blanks const> blanks_of(model::Build const& build) {
    auto const text = build.source().bytes();
    ArenaVector<Blanks> result(build.arena());
    std::size_t begin = 0;
    for (auto const& instruction : build.file().instructions) {
        add_blanks(text, begin, instruction.whole.begin, result);
        auto const newline = text.find('\n', instruction.whole.end);
        begin = std::min(newline, text.size() - 1) + 1;
    }
    add_blanks(text, begin, text.size(), result);
    return result.items();
}

/// Where the line of that number, counted from 0, begins.
std::uint32_t line_begin(Blanks const& blanks, std::size_t number, std::string_view text) {
    std::size_t at = blanks.begin;
    for (; number > 0; --number) at = text.find('\n', at) + 1;
    return static_cast<std::uint32_t>(at);
}

std::size_t allowed(Blanks const& blanks, std::string_view text, Options const& options) {
    auto const wanted = blanks.end == text.size() ? options.max_eof
                        : blanks.begin == 0       ? options.max_bof
                                                  : options.max;
    return static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0));
}

/// False where what is below would become a directive, or a comment of what is below that.
bool may_close_up(Blanks const& blanks, std::size_t left, std::string_view text) {
    if (left > 0 || blanks.end == text.size()) return true;
    auto const next = text.find_first_not_of(" \t", blanks.end);
    return next == text.npos || text[next] != '#';
}

Reported report(std::vector<Span> const& found, std::size_t count, std::size_t left, Pass& pass) {
    auto const span = found.front();
    auto const number = std::to_string(count);
    if (span.end == pass.build().source().bytes().size()) {
        return count == 1 ? pass.report(span, end_line) : pass.report(span, end_lines, number);
    }
    auto const rest = left == 0   ? std::string("none")
                      : left == 1 ? std::string("one")
                                  : std::to_string(left);
    auto const others =
        std::to_string(found.size() - 1) + (found.size() == 2 ? " more place" : " more places");
    if (count == 1) {
        return found.size() == 1 ? pass.report(span, line)
                                 : pass.report(span, line_and_more, others);
    }
    return found.size() == 1 ? pass.report(span, one, number, rest)
                             : pass.report(span, many, number, others, rest);
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    auto const text = build.source().bytes();
    if (build.image() != nullptr || build.file().unread_line != 0) return;
    std::vector<Span> found;
    std::size_t first_count = 0;
    std::size_t first_allowed = 0;
    bool is_first_whole = true;
    for (auto const& blanks : blanks_of(build)) {
        auto const left = allowed(blanks, text, options);
        if (blanks.count <= left) continue;
        bool const is_whole = may_close_up(blanks, left, text);
        if (found.empty()) {
            first_count = blanks.count;
            first_allowed = left;
            is_first_whole = is_whole;
        } else if (!is_whole) {
            continue;
        }
        // At the end of the file an empty line divides nothing.
        bool const is_at_end = blanks.end == text.size();
        found.push_back({is_at_end ? blanks.begin : line_begin(blanks, left, text), blanks.end});
    }
    if (found.empty()) return;
    auto finding = report(found, first_count, first_allowed, pass);
    for (auto const span : found) {
        if (is_first_whole || span != found.front()) finding.remove(span);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::multiple_blank_lines
