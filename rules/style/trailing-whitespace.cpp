// Finds blanks at the end of lines.
#include "rules/style/trailing-whitespace.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::trailing_whitespace {
namespace {

constexpr std::string_view blanks = " \t";

/// True for nearly every line.
bool ends_with_text(std::string_view line) {
    return line.empty() || (line.back() != ' ' && line.back() != '\t' && line.back() != '\r');
}

/// The blanks at the end of a line, whose `\r` is a part of the line end; nothing where there are
/// none, or where an option leaves the line alone.
Span blanks_of(std::string_view line, std::uint32_t begin, Options const& options) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto const last = line.find_last_not_of(blanks);
    auto const size = last == line.npos ? 0 : last + 1;
    auto const first = line.find_first_not_of(blanks);
    bool const is_comment = first != line.npos && line[first] == '#';
    bool const is_left =
        (first == line.npos && options.skip_blank_lines) || (is_comment && options.ignore_comments);
    if (is_left || size == line.size()) return {};
    return {begin + static_cast<std::uint32_t>(size),
            begin + static_cast<std::uint32_t>(line.size())};
}

/// The bodies of heredocs, which are files or scripts of their own, in the order of the file.
std::vector<Span> bodies(model::Build const& build) {
    std::vector<Span> result;
    for (auto const& instruction : build.file().instructions) {
        for (auto const& heredoc : instruction.heredocs) result.push_back(heredoc.body_span);
    }
    return result;
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    if (build.image() != nullptr) return;
    auto const text = build.source().bytes();
    auto const files = bodies(build);
    auto file = files.begin();
    std::vector<Span> found;
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        auto const at = static_cast<std::uint32_t>(begin);
        auto const line = text.substr(begin, end - begin);
        begin = end + 1;
        if (ends_with_text(line)) continue;
        while (file != files.end() && file->end <= at) ++file;
        bool const is_inside = file != files.end() && file->begin <= at;
        auto const span = is_inside ? Span{} : blanks_of(line, at, options);
        if (span.size() > 0) found.push_back(span);
    }
    if (found.empty()) return;
    auto finding = found.size() == 1
                       ? pass.report(found.front(), one)
                       : pass.report(found.front(), many, std::to_string(found.size()));
    for (auto const span : found) finding.remove(span);
}

/// `make \ ` in a heredoc: the backslash quotes the blank, and the line ends.
void check_script(model::ShellScript const& script, Pass& pass) {
    if (!script.is_heredoc || !script.holds(shell::Kind::escape)) return;
    auto const text = script.tree.text;
    std::uint32_t quoted_until = 0;  // between double quotes a line goes on anyway
    for (auto const& node : script.tree.nodes) {
        if (node.kind == shell::Kind::double_quoted) {
            quoted_until = std::max(quoted_until, node.end);
        }
        if (node.kind != shell::Kind::escape || node.end - node.begin != 2) continue;
        if (node.begin < quoted_until) continue;
        if (blanks.find(text[node.begin + 1]) == blanks.npos) continue;
        auto const end = text.find_first_not_of(" \t\r", node.begin + 1);
        if (end == text.npos || text[end] != '\n') continue;
        auto const line_end = static_cast<std::uint32_t>(text[end - 1] == '\r' ? end - 1 : end);
        auto const place = script.text.slice(node.begin + 1, line_end).source();
        pass.report(place, broken).severity(Severity::warning).remove(place);
    }
}

}  // namespace

constinit Check const rule = on<check, check_script>();

}  // namespace dockcheck::rules::trailing_whitespace
