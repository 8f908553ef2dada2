// From an exec form to the program that gets its words.
#include "analyzer/model/exec_words.hpp"

#include <algorithm>

#include "analyzer/model/bare_entrypoint.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/commands.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::model {
namespace {

ExecWords read(std::span<Argument const> words, std::size_t own, Arena& arena) {
    if (words.empty()) return {};
    auto const unwrapped = unwrap(words, arena);
    if (unwrapped.script != nullptr || unwrapped.reads_input) return {};
    if (unwrapped.program >= words.size()) return {};
    return {words, unwrapped.program, own, program_name(words[unwrapped.program])};
}

/// The start script of an official image: those of docker-library hand over to the words that they
/// get.
bool hands_over(Stage const& stage) {
    auto const& entrypoint = stage.config.entrypoint;
    auto const* image = known_image(stage.root());
    if (image == nullptr || entrypoint.origin.instruction != nullptr) return false;
    return image->name.find('/') == std::string_view::npos;
}

/// `&&`, `2>&1`, `>/dev/null`, `> /file`.
bool is_operator_word(std::string_view text) {
    if (text == ";") return true;
    if (text.starts_with('1') || text.starts_with('2')) return text.substr(1).starts_with('>');
    return text.find_first_of("&|<>") == 0;
}

/// The words of both, read as one command.
ExecWords read_both(std::span<Argument const> first, std::span<Argument const> words,
                    Arena& arena) {
    ArenaVector<Argument> all(arena);
    all.reserve(first.size() + words.size());
    all.append(first);
    all.append(words);
    return read(all.items(), first.size(), arena);
}

std::span<Argument const> words_of(std::string_view command, Arena& arena) {
    ArenaVector<Argument> words(arena);
    while (!command.empty()) {
        auto const end = std::min(command.find(' '), command.size());
        words.push_back({{}, {}, Value(command.substr(0, end))});
        command.remove_prefix(std::min(end + 1, command.size()));
    }
    return words.items();
}

}  // namespace

ExecWords exec_words(ast::CommandForm const& form, Arena& arena) {
    return form.json ? read(arguments_of(form.words, arena), 0, arena) : ExecWords{};
}

ExecWords exec_words_of_cmd(ast::CommandForm const& form, Stage const& stage, Arena& arena) {
    auto const& entrypoint = stage.config.entrypoint;
    if (!form.json || form.words.empty()) return {};
    auto const words = arguments_of(form.words, arena);
    if (runs_cmd_itself(stage) || hands_over(stage)) return read(words, 0, arena);
    if (entrypoint.origin.instruction == nullptr) {
        auto const bare = bare_entrypoint(stage.root());
        if (bare) return read_both(words_of(bare->shown, arena), words, arena);
    }
    if (!entrypoint.is_set() || entrypoint.value.shell_form) return {};
    return read_both(entrypoint.value.arguments, words, arena);
}

std::string shell_line(std::span<Argument const> words, Patterns patterns) {
    std::string line;
    std::string_view const special = patterns == Patterns::quoted ? " \t;()&|<>#*?" : " \t;()&|<>#";
    for (auto const& word : words) {
        auto const text = word.value.known();
        if (!text || text->empty() || text->find_first_of("'\"\\`\n") != text->npos) return {};
        bool const is_operator = is_operator_word(*text);
        bool const needs_quotes = !is_operator && text->find_first_of(special) != text->npos;
        if (!line.empty()) line += ' ';
        if (needs_quotes) line += '\'';
        line += *text;
        if (needs_quotes) line += '\'';
    }
    return line;
}

}  // namespace dockcheck::model
