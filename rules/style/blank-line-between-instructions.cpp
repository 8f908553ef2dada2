// Finds instructions with too many or too few empty lines in front.
#include "rules/style/blank-line-between-instructions.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::rules::blank_line_between_instructions {
namespace {

/// What stands between two instructions: empty lines, then a block of comments.
struct Between {
    Span blanks;
    std::size_t count = 0;
    bool has_comment = false;
    bool is_plain = true;  ///< no empty line behind a comment
};

Between between(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    Between result;
    result.blanks = {begin, begin};
    while (begin < end) {
        auto const newline = text.find('\n', begin);
        auto const next = static_cast<std::uint32_t>(newline == text.npos ? end : newline + 1);
        auto const line = text.substr(begin, next - begin);
        bool const is_blank = line.find_first_not_of(" \t\r\n") == line.npos;
        if (!is_blank) {
            result.has_comment = true;
        } else if (result.has_comment) {
            result.is_plain = false;
        } else {
            ++result.count;
            result.blanks.end = next;
        }
        begin = next;
    }
    return result;
}

/// What a mode allows between two instructions.
struct Wanted {
    std::size_t least;
    std::size_t most;
};

Wanted wanted(Between const& between, bool is_one_kind, std::string_view mode) {
    if (mode == "always") return {1, 1};
    if (mode == "never") return {0, 0};
    if (!is_one_kind) return {1, 1};
    return {0, between.has_comment ? std::size_t{1} : std::size_t{0}};
}

/// Two instructions with too few or too many empty lines between them.
struct Wrong {
    ast::Instruction const* above;
    ast::Instruction const* below;
    Span blanks;
    std::size_t count;
    std::size_t wanted;
};

std::optional<Wrong> compare(ast::Instruction const& above, ast::Instruction const& below,
                             std::string_view text, Options const& options) {
    auto const newline = text.find('\n', above.whole.end);
    if (newline == text.npos || newline >= below.whole.begin) return std::nullopt;
    auto const begin = static_cast<std::uint32_t>(newline + 1);
    auto const found = between(text, begin, below.whole.begin);
    if (!found.is_plain) return std::nullopt;
    auto const [least, most] = wanted(found, above.keyword == below.keyword, options.mode);
    if (found.count >= least && found.count <= most) return std::nullopt;
    auto const count = found.count < least ? least : most;
    return Wrong{&above, &below, found.blanks, found.count, count};
}

/// What is wrong with the first of them, and how many more there are.
Reported report(std::span<Wrong const> found, Pass& pass) {
    auto const& first = found.front();
    auto const span = first.below->name_span;
    auto const below = ast::to_string(first.below->keyword);
    auto const others = found.size() == 1
                            ? std::string()
                            : ", and " + std::to_string(found.size() - 1)
                                  + (found.size() == 2 ? " more place is" : " more places are")
                                  + " not as agreed on";
    if (first.count < first.wanted) {
        auto const above = ast::to_string(first.above->keyword);
        return pass.report(span, missing, below, above, others);
    }
    auto const rest = first.wanted == 0 ? std::string_view("none") : std::string_view("one");
    if (first.count == 1) return pass.report(span, one_extra, below, others);
    return pass.report(span, extra, std::to_string(first.count), below, others, rest);
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    auto const instructions = build.file().instructions;
    if (build.image() != nullptr || build.file().unread_line != 0) return;
    auto const is_odd = [](ast::Instruction const& one) {
        return one.is_faulty || one.keyword == ast::Keyword::unknown;
    };
    ArenaVector<Wrong> found(build.arena());
    auto const text = build.source().bytes();
    for (std::size_t i = 1; i < instructions.size(); ++i) {
        if (is_odd(instructions[i - 1]) || is_odd(instructions[i])) continue;
        auto const wrong = compare(instructions[i - 1], instructions[i], text, options);
        if (wrong) found.push_back(*wrong);
    }
    if (found.empty()) return;
    auto finding = report(found.items(), pass);
    for (auto const& wrong : found) {
        finding.replace(wrong.blanks, wrong.wanted == 0 ? "" : "\n");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::blank_line_between_instructions
