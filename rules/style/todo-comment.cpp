// Finds notes about work to be done.
#include "rules/style/todo-comment.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::todo_comment {
namespace {

bool joins(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void look_at(ast::Comment const& comment, std::string_view word, Pass& pass) {
    auto const text = pass.text(comment.span);
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + word.size())) {
        auto const end = at + word.size();
        bool const begins = at == 0 || !joins(text[at - 1]);
        if (!begins || (end < text.size() && joins(text[end]))) continue;
        auto const begin = comment.span.begin + static_cast<std::uint32_t>(at);
        pass.report({begin, begin + static_cast<std::uint32_t>(word.size())}, open, word);
        return;
    }
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    for (auto const word : options.words) {
        if (word.empty() || !build.may_hold(word)) continue;
        for (auto const& comment : build.file().comments) look_at(comment, word, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::todo_comment
