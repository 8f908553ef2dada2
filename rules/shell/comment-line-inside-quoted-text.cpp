// Finds lines that the builder drops as comments inside a quoted text.
#include "rules/shell/comment-line-inside-quoted-text.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/script_nodes.hpp"

namespace dockcheck::rules::comment_line_inside_quoted_text {
namespace {

using shell::Kind;

void check_text(Span text, Pass& pass) {
    auto const comments = pass.build().file().comments;
    auto comment = std::ranges::lower_bound(comments, text.begin, {},
                                            [](ast::Comment const& one) { return one.span.begin; });
    for (; comment != comments.end() && comment->span.end <= text.end; ++comment) {
        if (comment->inside) pass.report(comment->span, dropped);
    }
}

/// Only programs that write what they are given: for a script a dropped comment is none the less
/// one.
void check(model::ShellScript const& script, Pass& pass) {
    if (script.is_nested || script.is_heredoc) return;
    auto const comments = pass.build().file().comments;
    if (std::ranges::none_of(comments, &ast::Comment::inside)) return;
    auto const& tree = script.tree;
    for (auto const* const command : script.simple_commands) {
        auto const program = shell::program_of(tree, *command);
        if (program != "echo" && program != "printf") continue;
        auto const words = shell::words_of(tree, *command);
        for (auto const* word : std::span(words).subspan(1)) {
            for (auto const& part : tree.children(*word)) {
                bool const quoted =
                    part.kind == Kind::single_quoted || part.kind == Kind::double_quoted;
                if (quoted) check_text(script.span(part), pass);
            }
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::comment_line_inside_quoted_text
