// Finds ignore comments that silence nothing.
#include "rules/suppressions/unused-ignore.hpp"

#include <algorithm>

#include "analyzer/lint/ignore_comments.hpp"

namespace dockcheck::rules::unused_ignore {
namespace {

bool is_unused(IgnoredName const& name) { return name.exists && name.can_be_used && !name.used; }

// All lines' worth: from the first blank before the comment to the line end behind it.
Span line_of(Span comment, std::string_view bytes) {
    auto const before = bytes.substr(0, comment.begin).find_last_not_of(" \t");
    auto const begin = before == std::string_view::npos ? 0 : before + 1;
    auto const newline = bytes.find('\n', comment.end);
    auto const end = newline == std::string_view::npos ? bytes.size() : newline + 1;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

// A name and the comma that joins it to its neighbour.
Span with_comma(IgnoreComment const& comment, std::size_t i) {
    auto const& names = comment.names;
    if (i > 0) return {names[i - 1].span.end, names[i].span.end};
    return {names[i].span.begin, names[i + 1].span.begin};
}

void check(IgnoreComment const& comment, Pass& pass) {
    if (comment.fault != IgnoreFault::none || comment.names.empty()) return;
    // The tools that other comments are meant for may find something all the same.
    if (comment.dialect != IgnoreDialect::dockcheck) return;
    if (std::ranges::all_of(comment.names, is_unused)) {
        pass.report(comment.span, whole)
            .remove(line_of(comment.span, pass.build().source().bytes()));
        return;
    }
    for (std::size_t i = 0; i < comment.names.size(); ++i) {
        if (!is_unused(comment.names[i])) continue;
        pass.report(comment.names[i].span, part, comment.names[i].text)
            .remove(with_comma(comment, i));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unused_ignore
