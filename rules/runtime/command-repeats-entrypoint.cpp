// Finds CMD that names the program of ENTRYPOINT once more.
#include "rules/runtime/command-repeats-entrypoint.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/bare_entrypoint.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::command_repeats_entrypoint {
namespace {

using Words = std::span<model::Argument const>;

/// Programs that take their first operand for a file.
constexpr model::WordList interpreters = " node python python2 python3 ruby perl php deno bun ";

/// True for the program by its name or as a file in a folder of programs.
bool names_program(std::string_view word, std::string_view program) {
    if (word == program) return true;
    if (!word.ends_with(program)) return false;
    return word.substr(0, word.size() - program.size()).ends_with("/bin/");
}

bool names_entrypoint(std::string_view word, std::string_view program) {
    return names_program(word, program) || (program == "python3" && names_program(word, "python"));
}

/// The words of an ENTRYPOINT that is an interpreter alone, or `java -jar`; else empty.
std::string interpreter_of(model::StartCommand const& entrypoint) {
    auto const words = entrypoint.arguments;
    if (entrypoint.shell_form || words.empty()) return {};
    auto const name = model::program_name(words.front());
    if (words.size() == 1 && interpreters.holds(name)) return std::string(name);
    bool const runs_jar =
        words.size() == 2 && name == "java" && words[1].value.text_or_empty() == "-jar";
    return runs_jar ? "java -jar" : std::string();
}

std::string joined(Words words) {
    std::string line;
    for (auto const& word : words) {
        line += ' ';
        line += word.value.text_or_empty();
    }
    return line;
}

std::string array_of(std::string_view keyword, Words words) {
    std::string array = std::string(keyword) + " [";
    for (auto const& word : words) {
        if (array.back() != '[') array += ", ";
        array += '"';
        array += word.value.text_or_empty();
        array += '"';
    }
    return array + "]";
}

/// What to write behind an ENTRYPOINT that is the program, or `java -jar`.
std::string advice(Words words, bool runs_jar) {
    if (!runs_jar) return "leave it out: " + array_of("CMD", words.subspan(1));
    std::size_t jar = 1;
    while (jar < words.size() && words[jar].value.text_or_empty() != "-jar") ++jar;
    if (jar + 1 >= words.size())
        return "put the whole command in its place: " + array_of("ENTRYPOINT", words);
    auto const text = "leave it out: " + array_of("CMD", words.subspan(jar + 1));
    if (jar == 1) return text;
    auto const options = joined(words.subspan(1, jar - 1)).substr(1);
    return text + ", and give the options by ENV JAVA_TOOL_OPTIONS=\"" + options + "\"";
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    auto const& cmd = config.cmd;
    if (stage == nullptr || config.is_windows || !cmd.is_set() || cmd.value.shell_form) return;
    auto const words = cmd.value.arguments;
    if (cmd.origin.instruction == nullptr || words.size() < 2) return;
    auto const first = words.front().value.text_or_empty();
    auto const& entrypoint = config.entrypoint;
    if (entrypoint.origin.instruction != nullptr) {
        auto const program = entrypoint.is_set() ? interpreter_of(entrypoint.value) : std::string();
        auto const name = program.substr(0, program.find(' '));
        if (program.empty() || !names_entrypoint(first, name)) return;
        pass.report(words.front().span, own, program, program + joined(words),
                    advice(words, program != name))
            .related(entrypoint.origin.place, "the ENTRYPOINT");
        return;
    }
    auto const& root = stage->root();
    auto const known = model::bare_entrypoint(root);
    if (!known || !names_entrypoint(first, known->program)) return;
    auto const shown = std::string(known->shown);
    pass.report(words.front().span, base, pass.text(root.span), shown, shown + joined(words),
                advice(words, known->shown != known->program))
        .related(root.span, "the base image");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::command_repeats_entrypoint
