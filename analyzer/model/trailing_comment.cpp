// Looking for the # in front of a word.
#include "analyzer/model/trailing_comment.hpp"

#include <algorithm>

namespace dockcheck::model {

std::optional<Span> trailing_comment(Build const& build, ast::Instruction const& instruction,
                                     Span word) {
    auto const bytes = build.source().bytes();
    if (word.begin >= bytes.size()) return std::nullopt;
    constexpr std::uint32_t longest = 4096;  // each word of a longer line would take its time
    auto const window = word.begin < longest ? 0 : word.begin - longest;
    auto const newline = bytes.substr(window, word.begin - window).rfind('\n');
    if (newline == bytes.npos && window > 0) return std::nullopt;
    auto const line_begin = newline == bytes.npos ? 0 : window + newline + 1;
    auto const& words = instruction.words;
    auto const begin_of = [](ast::Word const& each) { return each.span.begin; };
    auto it = std::ranges::lower_bound(words, line_begin, {}, begin_of);
    while (it != words.end() && it->span.begin <= word.begin && bytes[it->span.begin] != '#') ++it;
    if (it == words.end() || it->span.begin > word.begin) return std::nullopt;
    auto const line_end = std::min(bytes.find('\n', word.begin), bytes.size());
    auto text = bytes.substr(it->span.begin, line_end - it->span.begin);
    while (!text.empty()
           && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'
               || text.back() == build.file().escape)) {
        text.remove_suffix(1);
    }
    auto const end = it->span.begin + static_cast<std::uint32_t>(text.size());
    return Span{it->span.begin, end};
}

bool is_in_trailing_comment(Build const& build, ast::Instruction const& instruction, Span word) {
    auto const comment = trailing_comment(build, instruction, word);
    return comment && comment->begin < word.begin;
}

}  // namespace dockcheck::model
