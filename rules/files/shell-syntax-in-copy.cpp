// Finds COPY and ADD that are written as commands of a shell.
#include "rules/files/shell-syntax-in-copy.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::shell_syntax_in_copy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `>`, `2>/dev/null`, `&>file`, `>>file`, `2>&1`.
bool is_redirection(std::string_view word) {
    auto const at = word.find('>');
    if (at > 1) return false;
    return at == 0 || word.front() == '&' || is_digit(word.front());
}

bool is_shell_syntax(std::string_view word) {
    static constexpr model::WordList operators = " || && | ; & ";
    return operators.holds(word) || is_redirection(word);
}

/// The name with its last letter in brackets, which matches that name alone; empty for patterns,
/// folders and names that end in no letter.
std::string as_pattern(std::string_view name) {
    if (name.empty() || name.find_first_of("*?[\\$\"' ") != name.npos) return {};
    auto const last = name.back();
    bool const is_letter = (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z');
    if (!is_letter) return {};
    std::string result(name.substr(0, name.size() - 1));
    return result + '[' + last + ']';
}

std::string_view written(model::Transfer::Source const& source) {
    return source.written->word.text.text();
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* const last = transfer.destination_word;
    if (last == nullptr || transfer.sources.size() < 2) return;
    auto const sources = transfer.sources;
    auto const first = std::ranges::find_if(sources, [](auto const& source) {
        return source.written != nullptr && is_shell_syntax(written(source));
    });
    if (first == sources.begin() || first == sources.end()) return;
    std::string shown;
    for (auto source = first; source != sources.end(); ++source) {
        shown.append(written(*source)).append(" ");
    }
    shown += last->text.text();
    Span const span{first->written->word.span.begin, last->span.end};
    std::string_view const name = transfer.is_add ? "ADD" : "COPY";
    auto const source = written(sources[0]);
    auto const one = transfer.from == nullptr ? as_pattern(source) : std::string();
    // In front of it stand a source and a destination.
    if (first == sources.begin() + 2 && !one.empty()) {
        pass.report(span, pattern, name, shown, source, one, written(sources[1]));
    } else {
        pass.report(span, names, name, shown);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_syntax_in_copy
