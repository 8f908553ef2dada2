// Finds start scripts whose last command runs behind the shell instead of in its place.
#include "rules/runtime/entrypoint-script-without-exec.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/servers.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::entrypoint_script_without_exec {
namespace {

bool serves(model::Command const& last, model::RuntimeConfig const& config) {
    static constexpr std::string_view servers[] = {
        "apache2-foreground", "caddy",       "celery", "httpd", "nginx", "php-fpm", "puma", "rails",
        "redis-server",       "supervisord", "unicorn"};
    static constexpr std::string_view runtimes[] = {
        "bun", "deno", "dotnet", "java", "node", "npm", "php", "python", "python3", "ruby", "yarn"};
    auto const words = model::words_behind_launchers(last.arguments);
    auto const first = words.empty() ? std::string_view() : words[0].value.text_or_empty();
    auto const program = base_name(first);
    auto const is_among = [&](auto const& list) {
        return std::ranges::find(list, program) != std::ranges::end(list);
    };
    if (is_among(servers)) return true;
    auto const has_word = [&](std::string_view wanted) {
        return std::ranges::any_of(words, [&](model::Argument const& word) {
            return word.value.text_or_empty() == wanted;
        });
    };
    for (auto const& server : knowledge::python_servers()) {
        if (server.program.empty() || server.program != program) continue;
        if (server.command.empty() || has_word(server.command)) return true;
    }
    // What an interpreter runs may end by itself, but not when the image offers a port.
    return is_among(runtimes) && !config.ports.empty() && words.size() > 1;
}

/// An init that sends signals to all processes.
bool reaches_all(model::Command const& start) {
    for (std::size_t i = 0; i < start.wrapper_words.size(); ++i) {
        auto const word = start.wrapper_words[i].value.text_or_empty();
        if (word.ends_with("dumb-init") || word == "-g") return true;
    }
    return false;
}

bool handles_signals(model::StartScript const& script) {
    return std::ranges::any_of(script.commands, [](model::Command const& command) {
        return command.program == "trap" || command.program == "exec";
    });
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr) return;
    auto const script = model::start_script(pass.build(), *stage);
    if (!script || script->last == nullptr || reaches_all(*script->command)) return;
    auto const& last = *script->last;
    constexpr unsigned others = model::wrapper_exec | model::wrapper_sudo | model::wrapper_shell;
    if ((last.wrappers & others) != 0 || handles_signals(*script)) return;
    bool const is_all = model::StartScript::is_all_words(last.arguments.front());
    if (!is_all && !serves(last, config)) return;
    auto const& source = *script->source;
    auto const text = source.bytes().substr(last.span.begin, last.span.size());
    Place const place{&source, last.arguments.front().span};
    auto const front = last.wrapper_words.empty() ? last.arguments.front().span.begin
                                                  : last.wrapper_words.front().span.begin;
    auto finding = is_all ? pass.report(place, all_words, text)
                          : pass.report(place, server, place.text(), text);
    finding.related(script->word->raw.source(), "started here");
    finding.replace(Place{&source, {front, front}}, "exec ");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::entrypoint_script_without_exec
