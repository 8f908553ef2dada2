// Finds heredocs inside a script whose end word the shell does not recognise.
#include "rules/shell/shell-heredoc-terminator-indented.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::shell_heredoc_terminator_indented {
namespace {

using model::ShellScript;

/// True when the line is the end word with something in front of it that is only blanks.
bool is_indented(std::string_view line, std::string_view word) {
    return line.size() > word.size() && line.ends_with(word)
           && line.find_first_not_of(" \t") == line.size() - word.size();
}

struct Line {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  ///< 0: there is none
};

/// The first line of the body that looks like its end.
Line meant_end(ShellScript const& script, shell::Heredoc const& heredoc) {
    auto const text = script.tree.text;
    for (auto begin = heredoc.begin; begin < heredoc.end;) {
        auto const newline = std::min<std::size_t>(text.find('\n', begin), heredoc.end);
        auto const line = text.substr(begin, newline - begin);
        if (is_indented(line, heredoc.delimiter)) {
            return {begin, static_cast<std::uint32_t>(newline)};
        }
        begin = static_cast<std::uint32_t>(newline) + 1;
    }
    return {};
}

void check(ShellScript const& script, Pass& pass) {
    if (script.tree.heredocs.empty()) return;
    auto const& heredoc = script.tree.heredocs.back();
    // One that has an end stops in front of it.
    if (heredoc.delimiter.empty() || heredoc.begin == 0) return;
    if (heredoc.end != script.tree.text.size()) return;
    auto const found = meant_end(script, heredoc);
    if (found.end == 0) return;
    auto const word_begin = found.end - static_cast<std::uint32_t>(heredoc.delimiter.size());
    auto const word = script.text.slice(word_begin, found.end).source();
    auto const indent = script.text.slice(found.begin, word_begin).source();
    auto const& node = script.tree.nodes[heredoc.node];
    bool const has_dash = node.detail == static_cast<std::uint8_t>(shell::Redirect::heredoc_tabbed);
    auto finding = has_dash ? pass.report(word, blanks, heredoc.delimiter)
                            : pass.report(word, indented, heredoc.delimiter);
    if (indent.end == word.begin) finding.remove(indent);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_heredoc_terminator_indented
