// Finds words behind the script of `sh -c` in exec forms.
#include "rules/runtime/extra-argument-after-shell-script.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/commands.hpp"
#include "analyzer/model/positional_parameters.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::rules::extra_argument_after_shell_script {
namespace {

using Words = std::span<model::Argument const>;

/// The words of both, one behind the other.
Words joined(std::span<model::Argument const> first, std::span<model::Argument const> second,
             Pass const& pass) {
    ArenaVector<model::Argument> words(pass.build().arena());
    words.reserve(first.size() + second.size());
    words.append(first);
    words.append(second);
    return words.items();
}

/// True for a word that only gives the script a name: `--`, `sh`, or any plain word behind a script
/// of several words.
bool is_name_only(std::string_view word, std::string_view script) {
    if (word.empty() || word == "--" || word == "-" || word == "_" || model::is_shell(word)
        || word == "/bin/sh" || word == "/bin/bash") {
        return true;
    }
    bool const is_plain = !word.starts_with('-') && word.find('/') == std::string_view::npos;
    return is_plain && script.find_first_of(" \n;") != std::string_view::npos;
}

/// The index of the script of `sh -c` among the words, or their number when there is none.
std::size_t script_index(Words words, Pass const& pass) {
    auto const unwrapped = model::unwrap(words, pass.build().arena());
    if (unwrapped.script == nullptr) return words.size();
    auto const program = model::program_name(words[unwrapped.program]);
    if (!model::is_shell(program)) return words.size();
    return static_cast<std::size_t>(unwrapped.script - words.data());
}

/// True when the script reads the words behind it, or when nobody can tell.
bool uses_words(model::Argument const& script, Pass const& pass) {
    auto const use = model::positional_use(script.value.text_or_empty(), pass.build().arena());
    return !use.is_certain || use.first || use.others;
}

void report_words(Words extra, model::Argument const& script, Pass& pass) {
    if (extra.empty() || uses_words(script, pass)) return;
    auto const span = join(extra.front().span, extra.back().span);
    pass.report(span, words, pass.text(span), pass.text(script.span))
        .related(script.span, "the script");
}

/// Words of one instruction. True when there is a script among them.
bool look_at(Words all, Pass& pass) {
    auto const script = script_index(all, pass);
    if (script == all.size()) return false;
    auto const extra = all.subspan(script + 1);
    auto const text = all[script].value.text_or_empty();
    if (extra.size() == 1 && is_name_only(extra[0].value.text_or_empty(), text)) return true;
    report_words(extra, all[script], pass);
    return true;
}

/// A CMD in exec form behind the words of an ENTRYPOINT.
void look_at_both(std::span<model::Argument const> entrypoint, std::span<model::Argument const> cmd,
                  Pass& pass) {
    auto const all = joined(entrypoint, cmd, pass);
    auto const script = script_index(all, pass);
    if (script == all.size()) {
        look_at(cmd, pass);
        return;
    }
    auto const first = std::max(script + 1, entrypoint.size());
    report_words(all.subspan(first), all[script], pass);
}

/// A CMD in shell form brings `/bin/sh -c` along: behind `sh -c` the shell is the script.
void look_at_shell_form(std::span<model::Argument const> entrypoint, model::Argument const& text,
                        Pass& pass) {
    model::Argument shell = text;
    shell.value = Value("/bin/sh");
    if (script_index(joined(entrypoint, {&shell, 1}, pass), pass) != entrypoint.size()) return;
    auto const span = join(entrypoint.front().span, entrypoint.back().span);
    pass.report(text.span, shell_form, pass.text(text.span), pass.text(span));
}

void check_start(model::RuntimeConfig const& config, Pass& pass) {
    auto const own = [](auto const& setting) {
        return setting.is_set() && setting.origin.instruction != nullptr
               && !setting.value.arguments.empty();
    };
    bool const has_entrypoint = own(config.entrypoint);
    bool const has_cmd = own(config.cmd);
    auto const& cmd = config.cmd.value;
    if (!has_entrypoint || config.entrypoint.value.shell_form) {
        if (has_cmd && !has_entrypoint && !cmd.shell_form) look_at(cmd.arguments, pass);
        return;
    }
    auto const entrypoint = config.entrypoint.value.arguments;
    bool const has_script = look_at(entrypoint, pass);
    if (!has_cmd) return;
    if (!cmd.shell_form) {
        look_at_both(entrypoint, cmd.arguments, pass);
    } else if (!has_script) {
        look_at_shell_form(entrypoint, cmd.arguments.front(), pass);
    }
}

void check_run(ast::Run const& run, Pass& pass) {
    if (!run.command.json) return;
    look_at(model::arguments_of(run.command.words, pass.build().arena()), pass);
}

void check_healthcheck(ast::Healthcheck const& healthcheck, Pass& pass) {
    if (!healthcheck.command.json) return;
    look_at(model::arguments_of(healthcheck.command.words, pass.build().arena()), pass);
}

}  // namespace

constinit Check const rule = on<check_run, check_healthcheck, check_start>();

}  // namespace dockcheck::rules::extra_argument_after_shell_script
