// Finds elements of an exec form that hold several words.
#include "rules/runtime/exec-form-argument-with-spaces.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::exec_form_argument_with_spaces {
namespace {

using Parts = std::span<std::string_view const>;

Parts split(std::string_view text, Arena& arena) {
    ArenaVector<std::string_view> words(arena);
    while (!text.empty()) {
        auto const begin = text.find_first_not_of(" \t\n");
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        auto const end = text.find_first_of(" \t\n");
        words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end));
    }
    return words.items();
}

bool is_plain(std::string_view word) {
    static constexpr ByteSet plain(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+");
    return !word.empty() && std::ranges::all_of(word, [](char c) { return plain.holds(c); });
}

bool is_option(std::string_view word) {
    return word.size() > 1 && word[0] == '-' && (word[1] == '-' ? word.size() > 2 : word[1] > ' ');
}

bool is_script_file(std::string_view word) {
    static constexpr std::string_view all_endings[] = {".py",  ".js", ".mjs", ".rb", ".pl",
                                                       ".php", ".sh", ".jar", ".ts"};
    for (auto const ending : all_endings) {
        if (word.ends_with(ending)) return true;
    }
    return false;
}

/// The first element as a whole command line: `node server.js`, `nginx -c /etc/nginx.conf`.
bool is_command_line(Parts words) {
    // A path may have a blank in it: only options or the file of an interpreter show where it ends.
    bool const is_bare_name = words.front().find('/') == std::string_view::npos;
    return is_bare_name || std::ranges::any_of(words.begin() + 1, words.end(), is_option)
           || (words.size() == 2 && is_script_file(words[1]));
}

/// A long option and its value, `--port 80`: no parser of options splits it.
bool is_option_with_value(Parts words) {
    return words.size() == 2 && words[0].starts_with("--")
           && words[0].find_first_of("=:") == std::string_view::npos && !is_option(words[1]);
}

/// A subcommand and its options, or a script and its arguments.
bool is_subcommand(Parts words) {
    if (is_option(words[0])) return false;
    return std::ranges::any_of(words.begin() + 1, words.end(), is_option)
           || is_script_file(words[0]);
}

std::string as_elements(Parts words) {
    std::string result;
    for (auto const word : words) {
        if (!result.empty()) result += ", ";
        result += '"';
        result += word;
        result += '"';
    }
    return result;
}

/// The whole array with one element put in as several.
std::string whole_array(std::span<ast::Word const> words, std::size_t replaced,
                        std::string const& elements, Pass const& pass) {
    std::string result = "[";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) result += ", ";
        if (i == replaced) {
            result += elements;
        } else {
            result += pass.text(words[i].span);
        }
    }
    return result + "]";
}

/// Programs that are known to read their arguments one by one. Others, scripts above all, may split
/// them again.
bool reads_arguments_apart(std::string_view program) {
    static constexpr std::string_view names[] = {
        "airflow",    "apache2ctl",   "bun",          "caddy",          "cargo",       "celery",
        "daphne",     "deno",         "django-admin", "dotnet",         "fastapi",     "flask",
        "go",         "gradle",       "granian",      "gunicorn",       "hypercorn",   "java",
        "jupyter",    "mvn",          "mysqld",       "nginx",          "node",        "npm",
        "npx",        "php",          "pipenv",       "pnpm",           "poetry",      "postgres",
        "prometheus", "puma",         "python",       "python2",        "python3",     "rails",
        "rake",       "redis-server", "ruby",         "streamlit",      "supervisord", "tini",
        "uv",         "uvicorn",      "uwsgi",        "waitress-serve", "yarn"};
    return std::ranges::find(names, program) != std::ranges::end(names);
}

/// One of the words of an exec form, and the words in it.
struct Element {
    std::span<ast::Word const> words;
    std::size_t index;
    Parts parts;
};

/// Offers the words as elements of their own. `texts` fill the holes of the message between the
/// element and the whole array.
template <std::size_t N, typename... Texts>
void report(Element const& element, Pass& pass, Message<N> const& message, Texts const&... texts) {
    auto const span = element.words[element.index].span;
    auto const fixed = as_elements(element.parts);
    auto const array = whole_array(element.words, element.index, fixed, pass);
    pass.report(span, message, pass.text(span), texts..., array).replace(span, fixed);
}

void look_at(std::span<ast::Word const> words, bool first_is_program, Pass& pass) {
    auto const program = words.empty() ? std::string_view() : base_name(words[0].text.text());
    bool after_option = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const text = words[i].text.text();
        bool const is_first = i == 0 && first_is_program;
        bool const was_after_option = std::exchange(after_option, after_option || is_option(text));
        static constexpr ByteSet blanks(" \t\n");
        if (!blanks.is_in(text)) continue;
        auto const parts = split(text, pass.build().arena());
        if (parts.size() < 2 || parts.size() > 12) continue;
        if (!std::ranges::all_of(parts, is_plain)) continue;
        Element const element{words, i, parts};
        if (is_first) {
            if (!is_command_line(parts)) continue;
            if (parts.front() == "cd") {
                pass.report(words[i].span, folder, pass.text(words[i].span), parts[1]);
                return;
            }
            static constexpr std::string_view builtins[] = {".",    "source", "export", "eval",
                                                            "exec", "set",    "alias",  "ulimit"};
            if (std::ranges::find(builtins, parts.front()) != std::ranges::end(builtins)) {
                pass.report(words[i].span, of_shell, pass.text(words[i].span), parts.front());
                return;
            }
            report(element, pass, program_name);
            return;  // nothing starts, so the other elements do not matter
        }
        // Behind an option everything may be its value.
        if (!first_is_program || !reads_arguments_apart(program) || i == 0) continue;
        if (is_option(words[i - 1].text.text())) continue;
        if (is_option_with_value(parts)) {
            report(element, pass, argument, program);
        } else if (!was_after_option && is_subcommand(parts)) {
            report(element, pass, i == 1 ? command : argument, program);
        }
    }
}

void check_entrypoint(ast::Entrypoint const& entrypoint, Pass& pass) {
    if (entrypoint.command.json) look_at(entrypoint.command.words, true, pass);
}

void check_run(ast::Run const& run, Pass& pass) {
    if (run.command.json) look_at(run.command.words, true, pass);
}

void check_healthcheck(ast::Healthcheck const& healthcheck, Pass& pass) {
    if (healthcheck.command.json) look_at(healthcheck.command.words, true, pass);
}

void check_cmd(ast::Cmd const& cmd, Pass& pass) {
    if (!cmd.command.json || pass.stage() == nullptr) return;
    // Behind an ENTRYPOINT the words of CMD are arguments, and the first one may be a script.
    look_at(cmd.command.words, model::runs_cmd_itself(*pass.stage()), pass);
}

/// The words of a text that would be several, or none where that is not plain.
Parts parts_of(std::string_view text, Pass const& pass) {
    constexpr std::size_t most = 12;
    auto const parts = split(text, pass.build().arena());
    bool const are_several = parts.size() > 1 && parts.size() <= most;
    return are_several && std::ranges::all_of(parts, is_plain) ? parts : Parts();
}

/// Behind the program of a manifest of Kubernetes.
void check_arguments(std::vector<model::ManifestText const*> const& words, Pass& pass) {
    auto const program = base_name(words.front()->text);
    if (!reads_arguments_apart(program)) return;
    bool after_option = false;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const& text = words[i]->text;
        auto const parts = parts_of(text, pass);
        bool const is_value = is_option(words[i - 1]->text);
        bool const is_command = !parts.empty() && !after_option && is_subcommand(parts);
        after_option = after_option || is_option(text);
        if (parts.empty() || is_value) continue;
        if (is_command || is_option_with_value(parts))
            pass.report(words[i]->place, argument_in_pod, text, program, as_elements(parts));
    }
}

void check_container(model::PodContainer const& container, Pass& pass) {
    if (!container.command || pass.stage()->is_windows) return;
    std::vector<model::ManifestText const*> words;
    for (auto const* const list : {&container.command, &container.arguments}) {
        if (!*list) continue;
        for (auto const& word : **list) words.push_back(&word);
    }
    auto const& first = *words.front();
    auto const parts = parts_of(first.text, pass);
    if (parts.empty()) return check_arguments(words, pass);
    if (!is_command_line(parts)) return;
    bool const is_folder = parts.front() == "cd";
    if (is_folder) {
        pass.report(first.place, folder_in_pod, first.text);
    } else {
        pass.report(first.place, program_in_pod, first.text, as_elements(parts));
    }
}

}  // namespace

constinit Check const rule =
    on<check_entrypoint, check_run, check_healthcheck, check_cmd, check_container>();

}  // namespace dockcheck::rules::exec_form_argument_with_spaces
