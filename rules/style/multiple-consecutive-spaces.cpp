// Finds words of an instruction with more than one blank between them.
#include "rules/style/multiple-consecutive-spaces.hpp"

#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"

namespace dockcheck::rules::multiple_consecutive_spaces {
namespace {

/// Collects the gaps of one instruction that are too wide.
class Gaps {
 public:
    Gaps(Pass const& pass, bool allow_alignment)
        : text_(pass.build().source().bytes()), allow_alignment_(allow_alignment) {}

    /// A word ends at one offset and the next one begins at the other.
    void add(std::uint32_t begin, std::uint32_t end) {
        if (end < begin + 2) return;
        if (text_.substr(begin, end - begin).find_first_not_of(" \t") != text_.npos) return;
        if (++looked_at_ > most) return;
        if (allow_alignment_ && is_aligned(end)) return;
        found_.push_back({begin, end});
    }
    [[nodiscard]] std::vector<Span> const& found() const { return found_; }

 private:
    /// True when a word of the line begins in that column, with a blank in front.
    static bool begins_word(std::string_view line, std::size_t column) {
        auto const is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
        return column > 0 && column < line.size() && is_blank(line[column - 1])
               && !is_blank(line[column]);
    }
    [[nodiscard]] bool is_aligned(std::uint32_t word) const {
        auto const before = text_.substr(0, word).rfind('\n');
        std::size_t const begin = before == text_.npos ? 0 : before + 1;
        auto const column = word - begin;
        auto const after = text_.find('\n', word);
        if (after != text_.npos) {
            auto const next = text_.substr(after + 1, column + 2);
            if (begins_word(next.substr(0, next.find('\n')), column)) return true;
        }
        if (begin == 0) return false;
        auto const above = begin == 1 ? text_.npos : text_.rfind('\n', begin - 2);
        auto const from = above == text_.npos ? 0 : above + 1;
        return begins_word(text_.substr(from, begin - 1 - from), column);
    }

    /// So many in one instruction are somebody's layout, and each is held against two lines.
    static constexpr int most = 200;

    std::string_view text_;
    int looked_at_ = 0;
    bool allow_alignment_;
    std::vector<Span> found_;
};

/// Words, pairs and flags, which stand in the line one behind the other.
template <typename Items>
void add_between(Items const& items, Gaps& gaps) {
    for (std::size_t i = 1; i < items.size(); ++i) {
        gaps.add(items[i - 1].span.end, items[i].span.begin);
    }
}

/// The words of what a RUN starts, as far as they stand in the script as they are.
void add_commands(ast::Instruction const& run, model::Stage const& stage, Gaps& gaps) {
    for (auto const& command : stage.commands_of(run)) {
        bool const is_plain = command.use == model::Use::run && !command.exec_form
                              && !command.in_substitution && command.script != nullptr
                              && !command.script->is_nested && !command.script->is_heredoc
                              && command.wrappers == model::wrapper_none;
        if (!is_plain || !run.span.contains(command.span)) continue;
        for (std::size_t i = 1; i < command.arguments.size(); ++i) {
            auto const& before = command.arguments[i - 1].span;
            auto const& word = command.arguments[i].span;
            if (before.end < word.begin) gaps.add(before.end, word.begin);
        }
    }
}

void add_head(ast::Instruction const& instruction, Gaps& gaps) {
    auto end = instruction.name_span.end;
    for (auto const& flag : instruction.flags) {
        gaps.add(end, flag.span.begin);
        end = flag.span.end;
    }
    auto const arguments = instruction.arguments.source();
    if (!instruction.arguments.empty()) gaps.add(end, arguments.begin);
}

template <typename Node>
void add_pairs(ast::Instruction const& instruction, Gaps& gaps) {
    auto const* const node = ast::get_if<Node>(&instruction.node);
    if (node != nullptr) add_between(node->pairs, gaps);
}

void add_rest(ast::Instruction const& instruction, model::Stage const* stage, Gaps& gaps) {
    using ast::Keyword;
    switch (instruction.keyword) {
        case Keyword::from:
        case Keyword::copy:
        case Keyword::add:
        case Keyword::expose:
        case Keyword::volume:
            return instruction.json ? void() : add_between(instruction.words, gaps);
        case Keyword::arg:
            return add_pairs<ast::Arg>(instruction, gaps);
        case Keyword::env:
            return add_pairs<ast::Env>(instruction, gaps);
        case Keyword::label:
            return add_pairs<ast::Label>(instruction, gaps);
        case Keyword::run:
            return stage == nullptr ? void() : add_commands(instruction, *stage, gaps);
        default:
            return;
    }
}

void check(ast::Instruction const& instruction, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (instruction.is_faulty || pass.is_trigger() || pass.build().image() != nullptr) return;
    if (instruction.keyword == ast::Keyword::unknown) return;
    if (model::has_fault(pass.build(), instruction)) return;
    Gaps gaps(pass, options.allow_alignment);
    add_head(instruction, gaps);
    add_rest(instruction, stage, gaps);
    if (gaps.found().empty()) return;
    auto const first = gaps.found().front();
    auto finding = pass.report(first, spaces, std::to_string(first.size()));
    for (auto const gap : gaps.found()) finding.replace(gap, " ");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::multiple_consecutive_spaces
