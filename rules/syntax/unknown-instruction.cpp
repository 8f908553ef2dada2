#include "rules/syntax/unknown-instruction.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::rules::unknown_instruction {
namespace {

/// The keyword that the word begins with when something that is no letter follows: `CMD["a"]`.
std::string_view glued_keyword(std::string_view word) {
    auto const letters =
        word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (letters == std::string_view::npos
        || std::string_view("[\"'=").find(word[letters]) == word.npos) {
        return {};
    }
    auto const name = word.substr(0, letters);
    for (int i = 1; i <= static_cast<int>(ast::Keyword::workdir); ++i) {
        auto const keyword = ast::to_string(static_cast<ast::Keyword>(i));
        auto const upper = [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        };
        if (std::ranges::equal(keyword, name, {}, {}, upper)) return name;
    }
    return {};
}

/// True when the line above is no instruction either: both are the rest of one command.
bool goes_on(ast::Fault const& fault, Pass const& pass) {
    auto const position = pass.build().position_of(*fault.instruction);
    if (position == 0) return false;
    auto const& above = pass.build().file().instructions[position - 1];
    return above.keyword == ast::Keyword::unknown || above.is_misspelt;
}

/// True when the instruction has no fault with `keyword` in the place of the word: a fix that leads
/// to the next error is none.
bool reads_well(ast::Fault const& fault, std::string const& keyword, Pass const& pass) {
    constexpr std::size_t enough = std::size_t{64} << 10;
    auto const bytes = pass.build().source().bytes();
    auto rest = bytes.substr(fault.span.end, fault.instruction->whole.end - fault.span.end);
    if (rest.find("<<") != rest.npos) {  // bodies of heredocs stand behind it
        if (!pass.may_look_around()) return false;
        rest = bytes.substr(fault.span.end, enough);
    }
    auto const& file = pass.build().file();
    std::string text = file.escape == '`' ? "# escape=`\nFROM a\n" : "FROM a\n";
    text += keyword;
    text += rest;
    Arena arena;
    Source const source("Dockerfile", text);
    auto const tried = dockerfile::parse(source, arena);
    return tried.instructions.size() > 1
           && std::ranges::none_of(tried.faults, [&](ast::Fault const& other) {
                  return other.instruction == &tried.instructions[1]
                         && other.tier != ast::Tier::accepted;
              });
}

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::unknown_instruction || fault.instruction == nullptr) return;
    // What git leaves where two changes meet.
    static constexpr std::string_view markers[] = {"<<<<<<<", "=======", ">>>>>>>"};
    if (std::ranges::find(markers, fault.word) != std::ranges::end(markers)) {
        pass.report(fault.span, conflict, fault.word);
        return;
    }
    if (auto const keyword = glued_keyword(fault.word); !keyword.empty()) {
        auto const end = fault.span.begin + static_cast<std::uint32_t>(keyword.size());
        auto reported = pass.report(fault.span, glued, keyword);
        auto const spaced =
            std::string(keyword) + " " + std::string(fault.word.substr(keyword.size()));
        if (reads_well(fault, spaced, pass)) reported.insert(end, " ");
    } else if (!fault.suggestion.empty()) {
        auto reported = pass.report(fault.span, misspelt, fault.word, fault.suggestion);
        std::string const suggestion(fault.suggestion);
        if (reads_well(fault, suggestion, pass)) reported.replace(fault.span, suggestion);
    } else if (!goes_on(fault, pass)) {
        pass.report(fault.span, unknown, fault.word);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unknown_instruction
