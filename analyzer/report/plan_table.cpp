// Filling and breaking rows.
#include "analyzer/report/plan_table.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/visible.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

/// Bytes at the front of visible text that take at most so many columns; at least one letter.
std::size_t fitting(std::string_view text, std::uint32_t width) {
    std::size_t bytes = 0;
    std::uint32_t columns = 0;
    while (bytes < text.size()) {
        auto const size = decode(text.substr(bytes)).size;
        columns += display_width(text.substr(bytes, size));
        if (columns > width && bytes > 0) break;
        bytes += size;
    }
    return bytes;
}

/// Where to break a line that may hold `end` bytes: at a blank, else behind a sign within a word,
/// unless half of the line would stay empty.
std::size_t good_break(std::string_view text, std::size_t end) {
    auto const blank = text.rfind(' ', end);
    if (blank != text.npos && blank > end / 2) return blank;
    auto const sign = text.substr(0, end).find_last_of("/,:;=&|");
    if (sign != text.npos && sign + 1 > end / 2) return sign + 1;
    return end;
}

}  // namespace

std::vector<std::string> folded(std::string_view text, std::uint32_t width) {
    std::vector<std::string> lines;
    auto const shown = visible(text);
    std::string_view rest = shown;
    while (!rest.empty()) {
        auto end = fitting(rest, width);
        if (end < rest.size()) {
            end = good_break(rest, end);
        }
        lines.emplace_back(rest.substr(0, end));
        while (lines.back().ends_with(' ')) lines.back().pop_back();
        rest.remove_prefix(end);
        while (rest.starts_with(' ')) rest.remove_prefix(1);
    }
    if (lines.empty()) lines.emplace_back();
    return lines;
}

std::string cut(std::string_view text, std::uint32_t width) {
    auto shown = visible(text);
    if (display_width(shown) <= width) return shown;
    shown.resize(fitting(shown, width - 3));
    return shown + "...";
}

void PlanTable::heading(std::string_view text) {
    if (!out_.empty()) out_ += '\n';
    for (auto const& line : folded(text, width_)) out_ += paint.bold(line) + "\n";
}

void PlanTable::paragraph(std::string_view text) {
    for (auto const& line : wrapped(text, room_from(0))) out_ += line + "\n";
}

void PlanTable::begin_row(std::optional<std::uint32_t> line) {
    begin_row(line ? fmt::format("{}", *line) : std::string());
}

void PlanTable::begin_row(std::string_view word) {
    out_ += paint.dim(fmt::format("{:>{}}", word, gutter - 2)) + "  ";
    used_ = gutter;
}

void PlanTable::cell(std::string_view text, std::uint32_t columns, std::string_view painted) {
    auto const shown = cut(text, columns);
    out_ += painted.empty() || shown != text ? shown : std::string(painted);
    auto const used = display_width(shown);
    if (used < columns) out_.append(columns - used, ' ');
    used_ += columns;
}

void PlanTable::last_cell(std::string_view text) { write_last(text, false); }
void PlanTable::last_cell_dim(std::string_view text) { write_last(text, true); }

void PlanTable::write_last(std::string_view text, bool is_dim) {
    bool is_first = true;
    for (auto const& line : folded(text, room())) {
        if (!is_first) out_.append("\n").append(used_, ' ');
        out_ += is_dim ? paint.dim(line) : line;
        is_first = false;
    }
}

void PlanTable::end_row() {
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
    used_ = 0;
}

}  // namespace dockcheck
