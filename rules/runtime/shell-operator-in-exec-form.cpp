// Finds operators of the shell among the words of exec forms.
#include "rules/runtime/shell-operator-in-exec-form.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/exec_forms.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/exec_words.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::shell_operator_in_exec_form {
namespace {

using model::ExecWords;

/// Programs that people start containers with, none of which reads `&&`.
constexpr model::WordTable known_programs =
    " alembic apache2 apache2ctl apachectl apk apt apt-get bundle bun caddy cargo cat cd celery "
    "chmod chown composer corepack cp cron crond curl daphne deno django-admin dnf dockerize "
    "dotnet "
    "fastapi flask git go granian gulp gunicorn gzip httpd hypercorn java ln ls mkdir mongod "
    "mongosh mv mysql mysqladmin mysqld nc nginx node npm perl pg_isready php php-fpm pip pip3 "
    "pnpm postgres prisma psql python python3 rails rake redis-cli redis-server rm rmdir ruby "
    "service sleep source sshd streamlit supervisord systemctl tail tar touch tsx unzip uvicorn "
    "uwsgi wget yarn yum ";
/// Those to which a word of any other operator means nothing either: no program of one's own stands
/// behind them.
constexpr model::WordTable plain_programs =
    " apache2 apache2ctl apachectl apk apt apt-get cat cd chmod chown cp cron crond curl dnf "
    "export "
    "gunicorn gzip httpd ln ls mkdir mongod mv mysqld nginx pip pip3 postgres redis-server rm "
    "rmdir "
    "service sleep source sshd supervisord systemctl tail tar touch unzip uvicorn wget yum ";
/// Programs that join their words for a shell, or read commands from them by themselves.
constexpr model::WordTable readers =
    " cmd cmd.exe concurrently csh dtach entr eval expect fish foreman kubectl make nodemon "
    "nsenter "
    "parallel powershell powershell.exe pwsh pwsh.exe runuser screen script ssh su tcsh tmux "
    "together watch watchexec xonsh ";
/// What a shell does itself: exec starts none of them.
constexpr model::WordList builtins = " . : cd echo exit export false set source test true [ exec ";
/// Those that are no programs, too: only a shell knows what they mean.
constexpr model::WordList words_of_shells = " . cd exec exit export set source ";
/// Redirections that nobody means in another way.
constexpr model::WordList redirections =
    " 2>&1 1>&2 >&2 &> &>/dev/null >/dev/null 1>/dev/null 2>/dev/null 2>>&1 ";

enum class Operator : std::uint8_t { none, command, redirection, background };

bool is_reader(ExecWords const& exec) {
    return std::ranges::any_of(exec.words, [](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        return readers.holds(base_name(text)) || text == "|||";
    });
}

/// `npm pkg set scripts.x="a && b"`, `git config alias.x ...`: commands for later.
bool stores_commands(ExecWords const& exec) {
    return std::ranges::any_of(exec.words, [](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        return text == "config" || text == "pkg" || text == "set-script" || text == "-c"
               || text.starts_with("alias.");
    });
}

/// A script of the image's own: nobody knows whether it gives its words to a shell.
bool is_own_script(ExecWords const& exec) {
    auto const text = exec.text(exec.program);
    if (exec.name.empty() || exec.name.ends_with(".sh") || model::is_shell(exec.name)) return true;
    auto const folder = text.substr(0, text.size() - exec.name.size());
    return !folder.empty() && !folder.ends_with("bin/");
}

bool looks_like_path(std::string_view text) {
    return text.find_first_of("/.") != text.npos && text.find_first_of(" <>|&;") == text.npos;
}

/// True for one of some programs, or for what starts one of them: npx, poetry run.
bool is_one_of(ExecWords const& exec, model::WordTable const& programs) {
    static constexpr model::WordList runners = " bunx npx pipenv poetry uv ";
    if (!runners.holds(exec.name)) return programs.holds(exec.name);
    auto started = exec.program + 1;
    if (started < exec.words.size() && exec.text(started) == "run") ++started;
    return started < exec.words.size() && programs.holds(exec.text(started));
}

/// True for words that are the beginning of a command to a shell alone, or the program once more.
bool begins_command(ExecWords const& exec, std::string_view next) {
    auto const word = next.substr(0, next.find(' '));
    return is_one_of(exec, known_programs) || words_of_shells.holds(word)
           || word == exec.text(exec.program);
}

/// `&& next` and `> /file` in one element.
Operator joined_operator(ExecWords const& exec, std::string_view text) {
    if (text.starts_with("&& ") || text.starts_with("|| "))
        return begins_command(exec, text.substr(3)) ? Operator::command : Operator::none;
    bool const redirects =
        redirections.holds(text) || text.starts_with("> /") || text.starts_with(">> /");
    return redirects && is_one_of(exec, known_programs) ? Operator::redirection : Operator::none;
}

/// What the word at an index certainly was meant for.
Operator operator_at(ExecWords const& exec, std::size_t i) {
    auto const text = exec.text(i);
    if (text.empty() || text.find_first_of("&|;<>") == text.npos) return Operator::none;
    bool const is_last = i + 1 == exec.words.size();
    if (text == "&&" || text == "||") {
        bool const is_certain = !is_last && begins_command(exec, exec.text(i + 1));
        return is_certain ? Operator::command : Operator::none;
    }
    auto const joined = joined_operator(exec, text);
    if (joined != Operator::none) return joined;
    bool const is_value = exec.text(i - 1).starts_with('-');
    bool const is_plain = is_one_of(exec, plain_programs);
    if (text == "&" && is_last && is_plain && !is_value) return Operator::background;
    if (is_last || is_value) return Operator::none;
    auto const next = exec.text(i + 1);
    if (text == ";" || text == "|" || text == "&") {
        auto const program = base_name(next);
        bool const is_program = known_programs.holds(program) || (text == "|" && program == "grep");
        return is_plain && is_program ? Operator::command : Operator::none;
    }
    bool const redirects = text == ">" || text == ">>" || text == "<";
    bool const prints = exec.name == "echo" || exec.name == "printf";
    bool const is_file = looks_like_path(next) && (is_plain || (prints && next.starts_with('/')));
    return redirects && is_file ? Operator::redirection : Operator::none;
}

std::string line_of(std::span<model::Argument const> words) {
    return model::shell_line(words, model::Patterns::quoted);
}

/// What stands behind the operator, up to the next one.
std::string second_command(ExecWords const& exec, std::size_t at) {
    constexpr std::size_t longest = 60;
    auto const text = exec.text(at);
    std::string line(text.substr(std::min(text.size(), text.find(' ') + 1)));
    if (text.find(' ') == text.npos) line.clear();
    for (auto i = at + 1; i < exec.words.size() && operator_at(exec, i) == Operator::none; ++i) {
        if (!line.empty()) line += ' ';
        line += exec.text(i);
        if (line.size() > longest) return line + " ...";
    }
    return line;
}

/// `exec` in front of the last command, so that it gets the signals.
std::string with_exec(ExecWords const& exec) {
    std::size_t last = exec.words.size();
    for (std::size_t i = 0; i < exec.words.size(); ++i) {
        auto const text = exec.text(i);
        if (text == "&&" || text == ";")
            last = i + 1;
        else if (text.find_first_of("&|") != text.npos)
            return line_of(exec.words);
    }
    if (last >= exec.words.size() || builtins.holds(exec.text(last))) return line_of(exec.words);
    auto const first = line_of(exec.words.first(last));
    auto const rest = line_of(exec.words.subspan(last));
    return first.empty() || rest.empty() ? std::string() : first + " exec " + rest;
}

std::string advice(ExecWords const& exec, std::string_view keyword, Pass const& pass) {
    auto const* image = pass.stage()->root().known_image;
    if (image != nullptr && image->shell == knowledge::ShellKind::none)
        return "there is no shell in this image: start one program here that does all of it";
    bool const stays = keyword == "CMD" || keyword == "ENTRYPOINT";
    auto const line = stays ? with_exec(exec) : line_of(exec.words);
    if (line.empty() || exec.own > 0)
        return "start a shell, and give it the whole command line as one element: [\"sh\", \"-c\", "
               "\"...\"]";
    return "let a shell read it, " + std::string(keyword) + " " + line
           + ", or in brackets: [\"sh\", \"-c\", \"" + line + "\"]";
}

/// `node run.js a && b` of a script that reads its arguments and starts programs: it may start what
/// stands behind the operator.
bool may_start_rest(ExecWords const& exec, Pass const& pass) {
    struct Signs {
        std::string_view program;
        std::string_view arguments;
        std::string_view starts;
    };
    static constexpr Signs all_signs[] = {{"node", "process.argv", "child_process"},
                                          {"python", "sys.argv", "subprocess"},
                                          {"python3", "sys.argv", "subprocess"}};
    auto const* const context = pass.context();
    auto const* const signs = std::ranges::find(all_signs, exec.name, &Signs::program);
    if (signs == std::ranges::end(all_signs) || context == nullptr) return false;
    auto const script = exec.program + 1 < exec.words.size() ? exec.text(exec.program + 1) : "";
    auto const folder = pass.build().workdir(pass.instruction()).value.text_or_empty();
    auto const path = script.starts_with('/') ? std::string(script)
                                              : std::string(folder) + "/" + std::string(script);
    auto const file = model::placed_file(pass.build(), *pass.stage(), model::clean_path(path));
    auto const* const source = file ? context->read(*file) : nullptr;
    return source != nullptr && source->bytes().find(signs->arguments) != std::string_view::npos
           && source->bytes().find(signs->starts) != std::string_view::npos;
}

void look_at(ExecWords const& exec, std::string_view keyword, Pass& pass) {
    if (pass.stage() == nullptr || pass.stage()->is_windows || exec.words.empty()) return;
    if (is_reader(exec) || is_own_script(exec) || stores_commands(exec)) return;
    for (auto i = std::max(exec.own, exec.program + 1); i < exec.words.size(); ++i) {
        auto const kind = operator_at(exec, i);
        if (kind == Operator::none) continue;
        if (may_start_rest(exec, pass)) return;
        auto const span = exec.words[i].span;
        auto const help = advice(exec, keyword, pass);
        auto const shown = pass.text(span);
        if (kind == Operator::background) {
            // The program starts, and may take no notice of one word more.
            pass.report(span, background, shown, exec.name, help).severity(Severity::warning);
        } else if (kind == Operator::redirection) {
            pass.report(span, redirection, shown, exec.name, help).severity(Severity::warning);
        } else {
            auto const second = second_command(exec, i);
            auto finding = pass.report(span, command, shown, exec.name, second, help);
            if (second.starts_with("exit ")) finding.severity(Severity::warning);
        }
        return;
    }
}

using Forms = ExecForms<look_at>;

}  // namespace

constinit Check const rule = on<Forms::run, Forms::entrypoint, Forms::healthcheck, Forms::cmd>();

}  // namespace dockcheck::rules::shell_operator_in_exec_form
