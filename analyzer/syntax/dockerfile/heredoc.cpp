// Finding heredocs and reading their bodies.
#include "analyzer/syntax/dockerfile/heredoc.hpp"

#include <string_view>

#include "analyzer/syntax/dockerfile/expand.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Keyword;

bool takes_heredocs(ast::Instruction const& instruction) {
    auto const is_reader = instruction.keyword == Keyword::run
                           || instruction.keyword == Keyword::copy
                           || instruction.keyword == Keyword::add;
    return is_reader && !instruction.json;
}

ast::Instruction const* trigger_of(ast::Instruction const& instruction) {
    auto const* const onbuild = ast::get_if<ast::Onbuild>(&instruction.node);
    return onbuild == nullptr ? nullptr : onbuild->trigger;
}

// Not memmem: most lines have no < at all.
bool has_heredoc_mark(std::string_view line) {
    for (auto at = line.find('<'); at != std::string_view::npos; at = line.find('<', at + 1)) {
        if (line.substr(at + 1).starts_with('<')) return true;
    }
    return false;
}

// At most so many words: what stands in quotes is counted too.
std::size_t count_words(std::string_view line) {
    std::size_t count = 0;
    bool was_blank = true;
    for (char const c : line) {
        bool const is_blank = c == ' ' || c == '\t';
        if (was_blank && !is_blank) ++count;
        was_blank = is_blank;
    }
    return count;
}

}  // namespace

void read_heredocs(Scanner& scanner, Reading& reading, ast::Instruction& instruction) {
    auto const* const trigger = trigger_of(instruction);
    if (!takes_heredocs(trigger == nullptr ? instruction : *trigger)) return;
    if (!has_heredoc_mark(instruction.line.text())) return;
    // A blank at the end counts here: it may be escaped.
    auto const line = reading.untrimmed_line;
    auto& scratch = reading.pools.scratch;
    scratch.reset();
    // Finding them takes many times the size of the line.
    if (count_words(line.text()) > most_parts) return reading.give_up();
    auto const words = split_raw_words(line.text(), scratch);
    if (words.failed) return;

    auto& heredocs = reading.pools.heredocs;
    heredocs.clear();
    bool is_unterminated = false;
    for (auto const& raw : words.words) {
        auto const before = scratch.mark();
        auto const word = read_heredoc_word(raw.text, scratch);
        auto const marker = line.source(raw.span);
        auto const name = reading.arena.copy(word.name);
        scratch.rewind(before);
        if (word.state == HeredocWord::State::invalid)
            reading.fault(FaultKind::invalid_heredoc_word, ast::Tier::a, marker);
        if (word.state != HeredocWord::State::heredoc) continue;
        if (!reading.may_keep(1)) break;
        heredocs.push_back({name, word.expand, word.chomp, word.descriptor, {}, marker, {}, {}});
    }
    scratch.reset();
    if (!heredocs.empty()) reading.blame_long_lines();
    for (auto& heredoc : heredocs) {
        auto const lines = scanner.read_heredoc(heredoc.name, heredoc.chomp);
        heredoc.body_span = lines.body;
        heredoc.body = scanner.text(lines.body);
        heredoc.terminator = lines.terminator;
        if (!lines.is_terminated && !is_unterminated) {
            reading.fault(FaultKind::unterminated_heredoc, ast::Tier::a, heredoc.marker,
                          heredoc.name);
            is_unterminated = true;
        }
    }
    instruction.heredocs = reading.arena.copy(heredocs);
}

}  // namespace dockcheck::dockerfile
