// Finds places with more empty lines than are wanted.
#include "rules/style/multiple-blank-lines.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::multiple_blank_lines {
namespace {

/// Empty lines that follow each other.
struct Blanks {
    std::vector<std::uint32_t> lines;  ///< where each begins
    std::uint32_t end = 0;             ///< behind the last one
};

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

/// Adds the empty lines of a part of the file that begins and ends with a line.
void add_blanks(std::string_view text, std::size_t begin, std::size_t end,
                std::vector<Blanks>& result) {
    while (begin < end) {
        auto const newline = std::min(text.find('\n', begin), text.size());
        auto const next = std::min(newline + 1, text.size());
        if (is_blank(text.substr(begin, newline - begin))) {
            if (result.empty() || result.back().end != begin) result.emplace_back();
            result.back().lines.push_back(static_cast<std::uint32_t>(begin));
            result.back().end = static_cast<std::uint32_t>(next);
        }
        begin = next;
    }
}

/// The places between instructions where lines are empty, in the order of the file.
std::vector<Blanks> blanks_of(model::Build const& build) {
    auto const text = build.source().bytes();
    std::vector<Blanks> result;
    std::size_t begin = 0;
    for (auto const& instruction : build.file().instructions) {
        add_blanks(text, begin, instruction.whole.begin, result);
        auto const newline = text.find('\n', instruction.whole.end);
        begin = std::min(newline, text.size() - 1) + 1;
    }
    add_blanks(text, begin, text.size(), result);
    return result;
}

std::size_t allowed(Blanks const& blanks, std::string_view text, Options const& options) {
    auto const wanted = blanks.end == text.size()   ? options.max_eof
                        : blanks.lines.front() == 0 ? options.max_bof
                                                    : options.max;
    return static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0));
}

/// False where what is below would become a directive, or a comment of what is below that.
bool may_close_up(Blanks const& blanks, std::size_t left, std::string_view text) {
    if (left > 0 || blanks.end == text.size()) return true;
    auto const next = text.find_first_not_of(" \t", blanks.end);
    return next == text.npos || text[next] != '#';
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
        if (blanks.lines.size() <= left) continue;
        bool const is_whole = may_close_up(blanks, left, text);
        if (found.empty()) {
            first_count = blanks.lines.size();
            first_allowed = left;
            is_first_whole = is_whole;
        } else if (!is_whole) {
            continue;
        }
        found.push_back({blanks.lines[left], blanks.end});
    }
    if (found.empty()) return;
    auto const count = std::to_string(first_count);
    auto const rest = first_allowed == 0   ? std::string("none")
                      : first_allowed == 1 ? std::string("one")
                                           : std::to_string(first_allowed);
    auto finding = found.size() == 1 ? pass.report(found.front(), one, count, rest)
                                     : pass.report(found.front(), many, count,
                                                   std::to_string(found.size() - 1), rest);
    for (auto const span : found) {
        if (is_first_whole || span != found.front()) finding.remove(span);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::multiple_blank_lines
