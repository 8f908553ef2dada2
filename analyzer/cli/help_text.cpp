// Paragraphs and columns.
#include "analyzer/cli/help_text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/visible.hpp"

namespace dockcheck::cli {
namespace {

/// A first column wider than this has its second one below it.
constexpr std::size_t widest_name = 30;

/// One line that begins with blanks: a command, a setting or a comment stays as it is, to be
/// copied. Where it is too wide, what is said of it behind a gap goes to a line of its own; from
/// four blanks on it is prose.
std::string indented(std::string_view line, std::uint32_t width) {
    if (width == 0 || line.size() <= width) return std::string(line) + "\n";
    auto const indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos) return "\n";
    auto const set_in = [&](std::string_view text, std::size_t blanks) {
        std::string result;
        auto const room = width > blanks + 20 ? width - static_cast<std::uint32_t>(blanks) : 20;
        for (auto const& part : wrapped(text, room)) {
            result += std::string(blanks, ' ') + part + "\n";
        }
        return result;
    };
    if (indent >= 4) return set_in(line.substr(indent), indent);
    auto const gap = line.rfind("   ");
    if (gap == std::string_view::npos || gap < indent) return std::string(line) + "\n";
    auto const note = line.substr(gap + 3);
    auto const code = line.substr(0, line.find_last_not_of(' ', gap) + 1);
    // A comment says it before, a remark after.
    if (note.starts_with('#')) return set_in(note, indent) + std::string(code) + "\n";
    return std::string(code) + "\n" + set_in(note, indent + 4);
}

}  // namespace

std::string reflowed(std::string_view text, std::uint32_t width) {
    std::string result;
    std::string paragraph;
    auto const end_paragraph = [&] {
        for (auto const& line : wrapped(paragraph, width)) result += line + "\n";
        paragraph.clear();
    };
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && line.front() != ' ') {
            paragraph += std::string(line) + " ";
            continue;
        }
        end_paragraph();
        result += indented(line, width);
    }
    end_paragraph();
    return result;
}

std::string two_columns(std::vector<std::pair<std::string, std::string_view>> const& rows,
                        std::uint32_t width) {
    std::size_t longest = 0;
    for (auto const& [name, what] : rows) {
        if (name.size() <= widest_name) longest = std::max(longest, name.size());
    }
    // On a narrow terminal the second column begins early.
    auto const column = width < 70 ? std::size_t{8} : longest + 4;
    std::string result;
    for (auto const& [name, what] : rows) {
        auto const room = width > column + 20 ? width - static_cast<std::uint32_t>(column) : 20;
        auto const lines = wrapped(what, room);
        std::string line = "  " + name;
        bool const is_beside = line.size() + 2 <= column;
        if (!is_beside) {
            result += line + "\n";
            line.clear();
        }
        for (auto const& part : lines) {
            result += fmt::format("{:<{}}{}\n", line, column, part);
            line.clear();
        }
    }
    return result;
}

std::string shown_option(OptionRow const& row) {
    std::string names(row.names);
    auto const first_long = names.find("--");
    if (auto const more = names.find(',', first_long); more != std::string::npos) {
        names.resize(more);
    }
    std::string result = names.starts_with("--") ? "    " + names : names;
    if (auto const comma = result.find(','); comma != std::string::npos) {
        result.insert(comma + 1, " ");
    }
    if (!row.value.empty()) result += fmt::format(" {}", row.value);
    return result;
}

std::string options_help(std::string_view options, std::uint32_t width, std::string_view formats) {
    std::string result;
    std::string_view group;
    std::vector<std::pair<std::string, std::string_view>> rows;
    // One width for all groups: the columns of each would else begin elsewhere.
    auto const end_group = [&] {
        if (!rows.empty()) result += fmt::format("\n{}:\n", group) + two_columns(rows, width);
        rows.clear();
    };
    std::size_t longest = 0;
    for (auto const& row : check_options()) {
        if (!is_option_of(row, options)) continue;
        auto const size = shown_option(row).size();
        if (size <= widest_name) longest = std::max(longest, size);
    }
    for (auto const& row : check_options()) {
        if (!is_option_of(row, options)) continue;
        if (row.group != group) {
            end_group();
            group = row.group;
        }
        auto name = shown_option(row);
        if (name.size() < longest && width >= 70) name.resize(longest, ' ');
        bool const has_own = !formats.empty() && is_option_of(row, "--format");
        rows.emplace_back(std::move(name), has_own ? formats : row.help);
    }
    end_group();
    return result;
}

}  // namespace dockcheck::cli
