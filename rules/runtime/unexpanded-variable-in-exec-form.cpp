// Finds $NAME in exec forms, where nobody puts a value in.
#include "rules/runtime/unexpanded-variable-in-exec-form.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::unexpanded_variable_in_exec_form {
namespace {

bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// `$NAME` or `${NAME...}` in capitals, or empty.
std::string_view variable_in(std::string_view text) {
    for (auto at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
        bool const brace = text.substr(at + 1).starts_with('{');
        auto const begin = at + (brace ? 2 : 1);
        auto end = begin;
        while (end < text.size() && is_name_character(text[end])) ++end;
        if (end - begin < 2 || (text[begin] >= '0' && text[begin] <= '9')) continue;
        if (!brace) {
            bool const goes_on = end < text.size() && text[end] >= 'a' && text[end] <= 'z';
            if (goes_on) continue;
            return text.substr(at, end - at);
        }
        auto const close = text.find('}', end);
        if (close == std::string_view::npos) return {};
        if (close == end || text[end] == ':' || text[end] == '-') {
            return text.substr(at, close + 1 - at);
        }
    }
    return {};
}

/// Programs that read words as a script or a template, or hand them to a shell.
bool is_reader_of_dollars(std::string_view word) {
    static constexpr std::string_view programs[] = {
        "ash",  "awk",  "bash",       "busybox",        "cmd",    "cmd.exe",
        "csh",  "dash", "env",        "envsubst",       "expect", "fish",
        "gawk", "ksh",  "make",       "mawk",           "npm",    "npx",
        "perl", "php",  "powershell", "powershell.exe", "pwsh",   "pwsh.exe",
        "sed",  "sh",   "su",         "tcsh",           "xonsh",  "zsh"};
    return std::ranges::find(programs, base_name(word)) != std::ranges::end(programs);
}

bool reads_dollars(std::span<ast::Word const> words) {
    return std::ranges::any_of(
        words, [](ast::Word const& word) { return is_reader_of_dollars(word.text.text()); });
}

/// A word of operators alone: whoever is given it reads commands by itself.
bool is_operator(std::string_view word) {
    return word.size() >= 2 && word.find_first_not_of("&|;") == std::string_view::npos;
}

/// Settings of frameworks, which put values of the environment in themselves.
bool is_setting_of_java(std::string_view program, std::string_view word) {
    return program == "java" && (word.starts_with("--") || word.starts_with("-D"));
}

void look_at(ast::CommandForm const& form, std::string_view keyword, Pass& pass) {
    if (!form.json || form.words.empty() || reads_dollars(form.words)) return;
    auto const is_joined = [](ast::Word const& word) { return is_operator(word.text.text()); };
    if (std::ranges::any_of(form.words, is_joined)) return;
    auto const program = base_name(form.words.front().text.text());
    for (auto const& word : form.words) {
        auto const text = word.text.text();
        auto const variable = variable_in(text);
        // A text of several words may be a script for somebody.
        if (variable.empty() || text.find_first_of(" \t\n'`\\") != std::string_view::npos) continue;
        if (is_setting_of_java(program, text)) continue;
        pass.report(
            word.span, literal, pass.text(word.span),
            &word == &form.words.front() ? std::string_view("the start of the program") : program,
            variable, keyword);
    }
}

void check_run(ast::Run const& run, Pass& pass) { look_at(run.command, "RUN", pass); }
void check_entrypoint(ast::Entrypoint const& entrypoint, Pass& pass) {
    look_at(entrypoint.command, "ENTRYPOINT", pass);
}
void check_healthcheck(ast::Healthcheck const& healthcheck, Pass& pass) {
    look_at(healthcheck.command, "HEALTHCHECK CMD", pass);
}

void check_cmd(ast::Cmd const& cmd, Pass& pass) {
    if (pass.stage() != nullptr && model::runs_cmd_itself(*pass.stage())) {
        look_at(cmd.command, "CMD", pass);
    }
}

/// How often a text names a variable, whatever its letters.
std::size_t count_variables(std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
        auto const next = at + 1 < text.size() ? text[at + 1] : '\0';
        bool const is_letter = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
        count += is_letter || next == '{' || next == '_' ? 1U : 0U;
    }
    return count;
}

/// False where something else may put values into the manifest before Kubernetes gets it
/// (envsubst): there other values have variables, too, or nobody gives the container one of that
/// name.
bool is_final(std::vector<model::ManifestText const*> const& words) {
    std::size_t count = 0;
    for (auto const* const word : words) count += count_variables(word->text);
    auto const* const file = words.front()->place.source;
    return file != nullptr && count == count_variables(file->bytes());
}

bool is_given(model::PodContainer const& container, model::Stage const& stage,
              std::string_view name) {
    return stage.config.find_environment(name) != nullptr
           || std::ranges::any_of(container.variables,
                                  [&](auto const& each) { return each.name == name; });
}

/// The words that a manifest of Kubernetes gives a program: it puts values in for $(NAME) alone.
void check_container(model::PodContainer const& container, Pass& pass) {
    std::vector<model::ManifestText const*> words;
    for (auto const* const list : {&container.command, &container.arguments}) {
        if (!*list) continue;
        for (auto const& word : **list) words.push_back(&word);
    }
    // Behind an ENTRYPOINT the words may be read by whoever knows how.
    if (words.empty() || (!container.command && !model::runs_cmd_itself(*pass.stage()))) return;
    auto const is_for_shell = [](model::ManifestText const* word) {
        return is_reader_of_dollars(word->text) || is_operator(word->text);
    };
    if (pass.stage()->is_windows || std::ranges::any_of(words, is_for_shell)) return;
    if (!is_final(words)) return;
    auto const program = base_name(words.front()->text);
    for (auto const* const word : words) {
        auto const variable = variable_in(word->text);
        bool const is_text = word->text.find_first_of(" \t\n'`\\") != std::string::npos;
        if (variable.empty() || is_text || is_setting_of_java(program, word->text)) continue;
        auto const name = variable.substr(variable.find_first_not_of("${"));
        auto const plain = name.substr(0, name.find_first_of(":-}"));
        if (!is_given(container, *pass.stage(), plain)) continue;
        pass.report(word->place, literal_in_pod, word->text,
                    word == words.front() ? std::string_view("the start of the program") : program,
                    variable, "$(" + std::string(plain) + ")", plain);
    }
}

}  // namespace

constinit Check const rule =
    on<check_run, check_entrypoint, check_healthcheck, check_cmd, check_container>();

}  // namespace dockcheck::rules::unexpanded_variable_in_exec_form
