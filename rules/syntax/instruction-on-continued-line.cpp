// Finds instructions that a backslash at the end of the line above joins to another one.
#include "rules/syntax/instruction-on-continued-line.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::instruction_on_continued_line {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(blanks);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string_view first_word(std::string_view text) {
    return text.substr(0, text.find_first_of(blanks));
}

/// True when the words behind a keyword are what it takes: a package called CMD has none such.
bool fits(std::string_view keyword, std::string_view rest) {
    if (rest.empty()) return false;
    auto const first = rest.front();
    auto const word = first_word(rest);
    bool const is_alone = word.size() == rest.size();
    if (keyword == "CMD" || keyword == "ENTRYPOINT" || keyword == "SHELL") return first == '[';
    if (keyword == "EXPOSE") return first >= '0' && first <= '9';
    if (keyword == "WORKDIR") return is_alone && (first == '/' || first == '$');
    if (keyword == "VOLUME") return first == '/' || first == '[';
    if (keyword == "ENV") return !is_alone || word.find('=') != word.npos;
    if (keyword == "LABEL") return word.find('=') != word.npos;
    if (keyword == "COPY" || keyword == "ADD") return !is_alone;
    if (keyword == "USER") return is_alone;
    return keyword == "RUN";
}

bool is_keyword(std::string_view word) {
    static constexpr model::WordTable keywords =
        " ADD CMD COPY ENTRYPOINT ENV EXPOSE FROM LABEL RUN SHELL USER VOLUME WORKDIR ";
    return keywords.holds(word);
}

/// How a word of a shell's script is read.
enum class Role { none, argument, program };

Role role_of(model::Stage const& stage, ast::Instruction const& run, std::uint32_t offset) {
    for (auto const& command : stage.commands_of(run)) {
        // What stands in quotes is another script.
        if ((command.wrappers & model::wrapper_shell) != 0) continue;
        auto const word = std::ranges::find_if(command.arguments, [&](auto const& argument) {
            return argument.span.begin == offset && !argument.quoted;
        });
        if (word == command.arguments.end()) continue;
        // These are given names, which may be USER or ENV.
        static constexpr model::WordList takers =
            " declare echo env export kubectl local printenv printf readonly redis-cli unset ";
        if (takers.holds(command.program)) continue;
        bool const is_first = word == command.arguments.begin();
        return is_first && command.wrapper_words.empty() ? Role::program : Role::argument;
    }
    return Role::none;
}

/// Counts the quotes of an instruction from its start, each part of it once.
class Quotes {
 public:
    explicit Quotes(std::string_view text) : text_(text) {}

    /// Whether a quote is open at an offset, which never goes back.
    bool are_open_at(std::size_t offset) {
        auto const part = text_.substr(counted_, offset - counted_);
        counted_ = offset;
        if (std::ranges::count(part, '"') % 2 != 0) is_double_open_ = !is_double_open_;
        if (std::ranges::count(part, '\'') % 2 != 0) is_single_open_ = !is_single_open_;
        return is_double_open_ || is_single_open_;
    }

 private:
    std::string_view text_;
    std::size_t counted_ = 0;
    bool is_double_open_ = false;
    bool is_single_open_ = false;
};

/// Whether the words on the continued line are an instruction.
bool is_instruction(Pass const& pass, ast::Instruction const& instruction, Quotes& quotes,
                    std::string_view line, std::uint32_t offset) {
    auto const keyword = first_word(line);
    auto const rest = trimmed(line.substr(keyword.size()));
    if (instruction.keyword != ast::Keyword::run)
        return fits(keyword, rest) && !quotes.are_open_at(offset - instruction.span.begin);
    if (pass.stage() == nullptr || instruction.json || rest.empty()) return false;
    auto const role = role_of(*pass.stage(), instruction, offset);
    return role == Role::program || (role == Role::argument && fits(keyword, rest));
}

/// From the end of the last word on a line to the end of the line: the backslash, and the operator
/// in front of it.
Span joint_of(std::string_view text, Span line) {
    auto const in_line = text.substr(line.begin, line.end - line.begin);
    auto last = in_line.find_last_not_of(blanks);
    auto const kept = in_line.substr(0, last).find_last_not_of(" \t&|;");
    auto const begin = kept == in_line.npos ? 0 : kept + 1;
    return {line.begin + static_cast<std::uint32_t>(begin), line.end};
}

bool is_subject(ast::Instruction const& instruction) {
    if (instruction.first_line == instruction.last_line) return false;
    switch (instruction.keyword) {
        using enum ast::Keyword;
        case add:
        case cmd:
        case copy:
        case entrypoint:
        case expose:
        case run:
        case user:
        case volume:
        case workdir:
            return true;
        default:
            return false;
    }
}

void check(ast::Instruction const& instruction, Pass& pass) {
    if (!is_subject(instruction) || pass.is_trigger() || pass.build().image() != nullptr) return;
    auto const text = pass.build().source().bytes();
    auto const end = instruction.span.end;
    auto at = text.find('\n', instruction.span.begin);
    Quotes quotes(text.substr(instruction.span.begin));
    // The last line that is neither empty nor a comment: the one that goes on.
    Span above{instruction.span.begin, static_cast<std::uint32_t>(std::min(at, text.size()))};
    while (at < end) {
        auto const begin = at + 1;
        at = std::min(text.find('\n', begin), text.size());
        auto const whole = text.substr(begin, at - begin);
        // Most lines are told by their first character.
        auto const first = whole.find_first_not_of(blanks);
        if (first == whole.npos || whole[first] == '#') continue;
        bool const may_be_keyword = whole[first] >= 'A' && whole[first] <= 'Z';
        bool const may_be_joint = whole[first] == '\\' || whole[first] == '`';
        auto line = may_be_keyword || may_be_joint ? trimmed(whole) : std::string_view{};
        if (line.ends_with('\\') || line.ends_with('`'))
            line = trimmed(line.substr(0, line.size() - 1));
        if (may_be_joint && line.empty()) continue;
        if (may_be_keyword && is_keyword(first_word(line))) {
            auto const offset = static_cast<std::uint32_t>(line.data() - text.data());
            if (is_instruction(pass, instruction, quotes, line, offset)) {
                auto const word = first_word(line);
                auto const joint = joint_of(text, above);
                Span const place{offset, offset + static_cast<std::uint32_t>(word.size())};
                pass.report(place, swallowed, word, instruction.name)
                    .related(joint, "the line goes on")
                    .remove(joint);
            }
        }
        above = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)};
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::instruction_on_continued_line
