// Recognition of Python servers among the commands of a start.
#include "analyzer/model/python_start.hpp"

#include <algorithm>

#include "analyzer/knowledge/servers.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using Words = std::span<Argument const>;

std::string_view text_of(Argument const& argument) { return argument.value.text_or_empty(); }

std::string_view program_of(Words words) {
    if (words.empty()) return {};
    auto const text = text_of(words.front());
    return base_name(text);
}

bool is_server(std::string_view program) {
    if (program.empty()) return false;
    return std::ranges::any_of(knowledge::python_servers(), [&](auto const& server) {
        return server.kind != knowledge::ServerKind::development && server.program == program;
    });
}

bool is_interpreter(std::string_view name) {
    static constexpr std::string_view all_prefixes[] = {"python", "pypy"};
    for (auto const prefix : all_prefixes) {
        if (name.starts_with(prefix))
            return name.find_first_not_of("0123456789.", prefix.size()) == name.npos;
    }
    return false;
}

/// Takes off programs that only start another one: `poetry run`, `ddtrace-run`, ...
Words without_launchers(Words words) {
    static constexpr std::string_view with_run[] = {"poetry", "pipenv", "pdm",
                                                    "uv",     "hatch",  "rye"};
    static constexpr std::string_view alone[] = {"ddtrace-run", "opentelemetry-instrument",
                                                 "elastic-apm-run"};
    for (int depth = 0; depth < 4 && words.size() > 1; ++depth) {
        auto const program = program_of(words);
        std::size_t skipped = 0;
        if (std::ranges::find(with_run, program) != std::ranges::end(with_run)) {
            if (text_of(words[1]) != "run") return words;
            skipped = 2;
        } else if (std::ranges::find(alone, program) != std::ranges::end(alone)) {
            skipped = 1;
        } else if (program == "newrelic-admin" && text_of(words[1]) == "run-program") {
            skipped = 2;
        } else {
            return words;
        }
        // Options without a value of their own; of others nobody knows where the program begins.
        while (skipped < words.size() && text_of(words[skipped]).starts_with("--")) ++skipped;
        words = words.subspan(std::min(skipped, words.size()));
    }
    return words;
}

/// Underlines the words that name a start.
void underline(PythonStart& found, Build const& build, Words words) {
    // Words of ENTRYPOINT and CMD may stand in a row; the last one decides.
    found.span = words.back().span;
    for (auto const& candidate : build.file().instructions) {
        if (candidate.whole.contains(found.span)) found.instruction = &candidate;
    }
    ArenaVector<char> shown(build.arena());
    for (auto const& word : words) {
        if (!shown.empty()) shown.push_back(' ');
        shown.append(text_of(word));
        if (found.instruction != nullptr && found.instruction->whole.contains(word.span))
            found.span = join(found.span, word.span);
    }
    found.shown = {shown.begin(), shown.end()};
}

class StartReader {
 public:
    StartReader(Build const& build, Stage const& stage) : build_(build), stage_(stage) {}

    PythonStart read() {
        auto const& start = start_of(build_, stage_);
        auto const& workdir = stage_.config.workdir;
        if (workdir.is_absent()) folder_ = "/";
        if (workdir.is_set() && workdir.value.is_known())
            folder_ = clean_path(*workdir.value.known(), build_.arena());
        for (auto const& command : start.commands) {
            if (command.in_substitution) continue;
            if (command.program == "cd") {
                change_folder(command);
                continue;
            }
            read_command(command);
        }
        if (!start.is_certain) best_.is_certain = false;
        return best_;
    }

 private:
    void change_folder(Command const& command) {
        auto const target = command.argument(1);
        bool const is_plain = command.arguments.size() == 2 && !target.empty()
                              && !target.starts_with('-') && !target.starts_with('~');
        folder_ = is_plain && !folder_.empty() ? absolute(target) : std::string_view();
    }

    [[nodiscard]] std::string_view absolute(std::string_view path) const {
        if (path.starts_with('/')) return clean_path(path, build_.arena());
        return folder_.empty() ? std::string_view() : path_below(folder_, path, build_.arena());
    }

    void read_command(Command const& command) {
        auto words = without_launchers(command.arguments);
        bool through_script = false;
        if (auto const behind = behind_script(words); !behind.empty()) {
            words = without_launchers(behind);
            through_script = true;
        }
        auto found = classify(words);
        if (found.kind == PythonStart::Kind::none) return;
        found.is_certain = !command.is_conditional;
        found.through_script = through_script;
        found.exec_form = command.exec_form;
        found.folder = folder_;
        // A server anywhere decides; else the last command that stays.
        if (best_.kind == PythonStart::Kind::server) return;
        if (best_.kind == PythonStart::Kind::flask_run && found.kind != PythonStart::Kind::server) {
            return;
        }
        best_ = found;
    }

    /// The words that a visible start script runs at its end: exec "$@".
    [[nodiscard]] Words behind_script(Words words) const {
        if (words.size() < 2 || build_.context() == nullptr) return {};
        auto const program = text_of(words.front());
        if (program.empty() || is_interpreter(program_of(words))) return {};
        auto const path = program.find('/') == program.npos
                              ? path_below("/usr/local/bin", program, build_.arena())
                              : absolute(program);
        if (path.empty()) return {};
        auto const landing = build_.landing(stage_, path);
        if (landing.kind != Landing::Kind::context_file) return {};
        auto const* source = build_.context()->read(landing.context_path);
        if (source == nullptr || !source->bytes().starts_with("#!")) return {};
        auto const text = source->bytes();
        auto const hands_over = text.rfind("exec \"$@\"");
        if (hands_over == text.npos || text.find("set --") != text.npos) return {};
        return words.subspan(1);
    }

    [[nodiscard]] PythonStart classify(Words words) const {
        PythonStart found;
        auto const program = program_of(words);
        if (program.empty()) return found;
        found.words = words;
        found.whole = words;
        if (is_server(program)) {
            found.kind = PythonStart::Kind::server;
            found.server = program;
        } else if (program == "flask") {
            read_flask(found, words);
        } else if (program == "celery") {
            read_celery(found, words);
        } else if (is_interpreter(program)) {
            read_interpreter(found, words);
        }
        if (found.kind != PythonStart::Kind::none && found.span.empty())
            underline(found, build_, words.first(1));
        return found;
    }

    void read_interpreter(PythonStart& found, Words words) const {
        std::size_t i = 1;
        for (; i < words.size(); ++i) {
            auto const word = text_of(words[i]);
            if (word.empty()) return;  // unknown
            if (word == "-m") return read_module(found, words, i);
            if (word == "-X" || word == "-W") {
                ++i;
            } else if (word == "-c" || word == "-" || !word.starts_with('-')) {
                break;
            }
        }
        if (i >= words.size()) return;
        auto const path = text_of(words[i]);
        if (path.starts_with('-')) return;
        found.kind = PythonStart::Kind::file;
        found.file = absolute(path);
        underline(found, build_, words.first(i + 1));
    }

    /// `celery -A MODULE worker`; other commands of celery end by themselves.
    static void read_celery(PythonStart& found, Words words) {
        bool stays = false;
        for (std::size_t i = 1; i < words.size(); ++i) {
            auto const word = text_of(words[i]);
            if (word.empty() || word.starts_with("--workdir")) return;
            stays |= word == "worker" || word == "beat";
            if ((word == "-A" || word == "--app") && i + 1 < words.size())
                found.module = text_of(words[i + 1]);
            if (word.starts_with("--app=")) found.module = word.substr(word.find('=') + 1);
        }
        if (stays && !found.module.empty()) found.kind = PythonStart::Kind::worker;
    }

    void read_module(PythonStart& found, Words words, std::size_t option) const {
        if (option + 1 >= words.size()) return;
        auto const module = text_of(words[option + 1]);
        if (module == "flask") return read_flask(found, words.subspan(option + 1));
        if (module.empty()) return;
        found.module = module;
        bool const serves = is_production_server(module);
        found.kind = serves ? PythonStart::Kind::server : PythonStart::Kind::module;
        if (serves) {
            found.server = module;
            found.words = words.subspan(option + 1);
        }
        underline(found, build_, words.first(option + 2));
    }

    /// `flask [options] run [options]`; other commands of flask end by themselves.
    void read_flask(PythonStart& found, Words words) const {
        static constexpr std::string_view with_value[] = {"--app", "-A", "--env-file", "-e"};
        std::size_t run = 0;
        for (std::size_t i = 1; i < words.size() && run == 0; ++i) {
            auto const word = text_of(words[i]);
            if (word.empty()) return;
            if (word == "run" || word.starts_with("run ")) {
                run = i;
            } else if (!word.starts_with('-')) {
                return;
            } else if (std::ranges::find(with_value, word) != std::ranges::end(with_value)) {
                ++i;
            }
        }
        if (run == 0) return;
        found.kind = PythonStart::Kind::flask_run;
        found.words = words;
        ArenaVector<StartOption> options(build_.arena());
        for (auto const& word : words.subspan(1)) {
            auto rest = text_of(word);
            while (!rest.empty()) {
                auto const blank = std::min(rest.find(' '), rest.size());
                if (blank > 0) options.push_back({rest.substr(0, blank), &word});
                rest.remove_prefix(std::min(blank + 1, rest.size()));
            }
        }
        found.options = options.items();
        underline(found, build_, words.first(run + 1));
    }

    Build const& build_;
    Stage const& stage_;
    std::string_view folder_;
    PythonStart best_;
};

}  // namespace

std::span<Argument const> words_behind_launchers(std::span<Argument const> words) {
    return without_launchers(words);
}

bool is_production_server(std::string_view module) {
    // Werkzeug is imported for many things, and its server is the development server itself.
    if (module.empty() || module == "werkzeug") return false;
    return std::ranges::any_of(knowledge::python_servers(), [&](auto const& server) {
        return server.kind != knowledge::ServerKind::development && server.module == module;
    });
}

std::string_view PythonStart::option(std::string_view name, std::string_view short_name) const {
    std::string_view value;
    for (std::size_t i = 0; i < options.size(); ++i) {
        auto const text = options[i].text;
        bool const is_whole = text == name || (!short_name.empty() && text == short_name);
        if (is_whole && i + 1 < options.size()) value = options[i + 1].text;
        if (text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=')
            value = text.substr(name.size() + 1);
        if (!short_name.empty() && text.starts_with(short_name) && !text.starts_with("--")
            && text.size() > short_name.size()) {
            value = text.substr(short_name.size());
        }
    }
    return value;
}

PythonStart const& python_start(Build const& build, Stage const& stage) {
    if (stage.python_start == nullptr) {
        stage.python_start = build.arena().make<PythonStart>(StartReader(build, stage).read());
    }
    return *stage.python_start;
}

}  // namespace dockcheck::model
