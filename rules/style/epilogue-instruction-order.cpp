// Finds STOPSIGNAL, HEALTHCHECK, ENTRYPOINT and CMD that do not end their stage.
#include "rules/style/epilogue-instruction-order.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::epilogue_instruction_order {
namespace {

/// One of the instructions that end a stage.
struct Last {
    ast::Instruction const* instruction;
    std::size_t rank;  ///< in the order that is wanted
};

/// The place in the order; its size for all other instructions.
std::size_t rank_of(ast::Instruction const& instruction, Options const& options) {
    auto const keyword = ast::to_string(instruction.keyword);
    auto const place = std::ranges::find_if(
        options.order, [&](std::string_view name) { return equal_without_case(name, keyword); });
    return static_cast<std::size_t>(place - options.order.begin());
}

/// The first that stands in front of one which should stand in front of it.
ast::Instruction const* first_early(std::span<ast::Instruction const> all, Options const& options,
                                    ast::Instruction const*& behind) {
    auto const others = options.order.size();
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        auto const rank = rank_of(all[i], options);
        if (rank == others) continue;
        auto const next = rank_of(all[i + 1], options);
        if (next != others && next >= rank) continue;
        behind = &all[i + 1];
        return &all[i];
    }
    return nullptr;
}

/// The comments right above an instruction and its lines, with the last line end.
Span block_of(ast::Instruction const& instruction, std::string_view text) {
    auto begin = instruction.whole.begin;
    for (auto i = instruction.comments.size(); i-- > 0;) {
        auto const& comment = instruction.comments[i];
        if (comment.inside) break;
        auto const newline =
            comment.span.begin == 0 ? text.npos : text.rfind('\n', comment.span.begin - 1);
        auto const line = newline == text.npos ? std::size_t{0} : newline + 1;
        auto const gap = text.substr(comment.span.end, begin - comment.span.end);
        if (std::ranges::count(gap, '\n') != 1) break;
        begin = static_cast<std::uint32_t>(line);
    }
    auto const newline = text.find('\n', instruction.whole.end);
    auto const end = newline == text.npos ? text.size() : newline + 1;
    return {begin, static_cast<std::uint32_t>(end)};
}

/// The block, and the empty line behind it where there is one in front as well.
Span with_empty_line(Span block, std::string_view text) {
    auto const before = text.substr(0, block.begin);
    bool const is_behind_empty = before.ends_with("\n\n") || before.ends_with("\n\r\n");
    auto const after = text.substr(block.end);
    auto const size = after.starts_with("\n") ? 1U : after.starts_with("\r\n") ? 2U : 0U;
    return {block.begin, block.end + (is_behind_empty ? size : 0U)};
}

/// False where the place of an instruction means something: a SHELL, a variable, two of a kind.
bool can_be_moved(std::span<ast::Instruction const> all, std::vector<Last> const& lasts,
                  model::Build const& build) {
    bool const is_odd = std::ranges::any_of(all, [&](ast::Instruction const& instruction) {
        return instruction.is_faulty || model::has_fault(build, instruction)
               || instruction.keyword == ast::Keyword::shell
               || instruction.keyword == ast::Keyword::unknown;
    });
    if (is_odd) return false;
    for (std::size_t i = 0; i < lasts.size(); ++i) {
        if (i > 0 && lasts[i].rank == lasts[i - 1].rank) return false;
        auto const& one = *lasts[i].instruction;
        bool const is_start = one.keyword == ast::Keyword::entrypoint
                              || one.keyword == ast::Keyword::cmd
                              || one.keyword == ast::Keyword::healthcheck;
        if (!is_start && one.keyword != ast::Keyword::stopsignal) return false;
        if (!is_start && one.line.text().find('$') != std::string_view::npos) return false;
        if (!one.heredocs.empty()) return false;
    }
    return true;
}

void add_fix(Reported finding, std::span<ast::Instruction const> all, std::vector<Last> lasts,
             Pass const& pass, Options const& options) {
    auto const text = pass.build().source().bytes();
    std::ranges::stable_sort(lasts, {}, &Last::rank);
    if (!can_be_moved(all, lasts, pass.build())) return;
    ast::Instruction const* rest = pass.stage()->from_instruction;
    for (auto const& instruction : all) {
        if (rank_of(instruction, options) == options.order.size()) rest = &instruction;
    }
    if (rest == nullptr) return;
    std::string moved;
    for (auto const& last : lasts) {
        auto const block = block_of(*last.instruction, text);
        auto lines = pass.text(block);
        while (lines.ends_with('\n') || lines.ends_with('\r')) lines.remove_suffix(1);
        moved += '\n';
        moved += lines;
        finding.remove(with_empty_line(block, text));
    }
    finding.insert(rest->whole.end, moved);
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (stage.may_be_used || pass.build().image() != nullptr) return;
    if (stage.reach == model::Reach::builder || options.order.empty()) return;
    auto const all = stage.instructions;
    ast::Instruction const* behind = nullptr;
    auto const* const wrong = first_early(all, options, behind);
    if (wrong == nullptr) return;
    std::string names;
    for (auto const name : options.order) names += (names.empty() ? "" : ", ") + std::string(name);
    auto const finding = pass.report(wrong->name_span, early, ast::to_string(wrong->keyword),
                                     pass.text(behind->name_span), names);
    std::vector<Last> lasts;
    for (auto const& instruction : all) {
        auto const rank = rank_of(instruction, options);
        if (rank < options.order.size()) lasts.push_back({&instruction, rank});
    }
    add_fix(finding, all, std::move(lasts), pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::epilogue_instruction_order
