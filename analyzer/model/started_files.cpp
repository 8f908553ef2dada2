// The operands of interpreters and servers, by their manuals.
#include "analyzer/model/started_files.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/model/node_names.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using Words = std::span<Argument const>;

std::string_view text_of(Argument const& word) { return word.value.text_or_empty(); }

bool has_ending(std::string_view word, WordList const& endings) {
    auto const name = base_name(word);
    auto const dot = name.rfind('.');
    return dot != name.npos && dot > 0 && endings.holds(name.substr(dot));
}

/// Takes off `bundle exec`, `uv run`, `poetry run`, ...
Words without_runners(Words words) {
    static constexpr WordList runners = " hatch pdm pipenv poetry rye uv ";
    if (words.size() < 3) return words;
    auto const first = text_of(words[0]);
    auto const second = text_of(words[1]);
    bool const is_runner =
        (first == "bundle" && second == "exec") || (second == "run" && runners.holds(first));
    return is_runner && !text_of(words[2]).starts_with('-') ? words.subspan(2) : words;
}

struct Interpreter {
    std::string_view program;
    std::string_view verb;  ///< in front of the file, or empty
    WordList endings;
    WordList flags;  ///< that may stand in front of it and take no value
};

constexpr WordList python_flags = " -u -O -OO -B -I -s -S -E -q -v ";
constexpr WordList node_flags =
    " --enable-source-maps --no-warnings --no-deprecation --trace-warnings --trace-deprecation "
    "--throw-deprecation --expose-gc --inspect --experimental-modules ";

constexpr Interpreter interpreters[] = {{"ash", "", " .sh ", " -e -x -u -ex -eu -eux "},
                                        {"bash", "", " .sh ", " -e -x -u -l -ex -eu -eux --login "},
                                        {"chainlit", "run", " .py ", ""},
                                        {"dash", "", " .sh ", " -e -x -u "},
                                        {"fastapi", "dev", " .py ", ""},
                                        {"fastapi", "run", " .py ", ""},
                                        {"java", "-jar", " .jar ", ""},
                                        {"node", "", " .js .mjs .cjs ", node_flags},
                                        {"perl", "", " .pl ", " -w "},
                                        {"php", "", " .php ", ""},
                                        {"pm2-runtime", "", " .js .cjs .mjs .json ", ""},
                                        {"python", "", " .py ", python_flags},
                                        {"python3", "", " .py ", python_flags},
                                        {"rackup", "", " .ru ", ""},
                                        {"ruby", "", " .rb ", " -w "},
                                        {"sh", "", " .sh ", " -e -x -u -ex -eu -eux "},
                                        {"streamlit", "run", " .py ", ""},
                                        {"ts-node", "", " .ts .js ", ""},
                                        {"tsx", "", " .ts .js .mjs ", ""}};

/// Options of the form --name=value never take the next word.
bool is_skipped(Interpreter const& one, std::string_view word) {
    bool const is_whole = word.starts_with("--") && word.find('=') != word.npos;
    bool const may_name_another = word.starts_with("--eval") || word.starts_with("--import")
                                  || word.starts_with("--require") || word.starts_with("--loader");
    return one.flags.holds(word) || (is_whole && !may_name_another);
}

Argument const* file_of(Interpreter const& one, Words words) {
    std::size_t at = 1;
    if (one.program == "java") {
        while (at < words.size() && text_of(words[at]).starts_with("-X")) ++at;
        while (at < words.size() && text_of(words[at]).starts_with("-D")) ++at;
    }
    if (!one.verb.empty()) {
        if (at >= words.size() || text_of(words[at]) != one.verb) return nullptr;
        ++at;
    }
    while (at < words.size() && is_skipped(one, text_of(words[at]))) ++at;
    if (at >= words.size()) return nullptr;
    auto const word = text_of(words[at]);
    return !word.starts_with('-') && has_ending(word, one.endings) ? &words[at] : nullptr;
}

struct Settings {
    std::string_view program;
    WordList options;
    WordList endings;
};

constexpr Settings all_settings[] = {
    {"gunicorn", " -c --config ", " .py "},     {"hypercorn", " -c --config ", " .toml "},
    {"puma", " -C --config ", " .rb "},         {"supervisord", " -c --configuration ", " .conf "},
    {"unicorn", " -c --config-file ", " .rb "}, {"uwsgi", " --ini ", " .ini "}};

}  // namespace

std::span<Argument const> words_behind_runners(Command const& command) {
    return without_runners(command.arguments);
}

Argument const* started_file(Command const& command) {
    auto const words = without_runners(command.arguments);
    if (words.empty()) return nullptr;
    auto const program = base_name(text_of(words.front()));
    for (auto const& one : interpreters) {
        if (one.program != program) continue;
        if (auto const* found = file_of(one, words)) return found;
    }
    return nullptr;
}

Argument const* started_module(Command const& command) {
    auto const words = command.arguments;
    if (words.empty() || text_of(words.front()) != "node") return nullptr;
    std::size_t at = 1;
    while (at < words.size()
           && (node_flags.holds(text_of(words[at]))
               || text_of(words[at]).starts_with("--max-old-space-size="))) {
        ++at;
    }
    if (at >= words.size()) return nullptr;
    auto const word = text_of(words[at]);
    bool const is_plain = !word.starts_with('-') && word.find('/') != word.npos
                          && base_name(word).find('.') == std::string_view::npos
                          && !base_name(word).empty();
    return is_plain ? &words[at] : nullptr;
}

bool is_found_by_other_name(Build const& build, Stage const& stage, std::string_view path) {
    if (base_name(path).find('.') != std::string_view::npos) return false;
    return std::ranges::any_of(node_endings, [&](std::string_view ending) {
        return !ending.empty()
               && look_for_path(build, stage, std::string(path) + std::string(ending))
                      != ModulePresence::absent;
    });
}

Argument const* settings_file(Command const& command) {
    auto const words = without_runners(command.arguments);
    if (words.empty()) return nullptr;
    auto const program = base_name(text_of(words.front()));
    auto const one = std::ranges::find(all_settings, program, &Settings::program);
    if (one == std::ranges::end(all_settings)) return nullptr;
    Argument const* found = nullptr;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.known();
        // It may name another folder, or another file.
        if (!text || text->starts_with("--chdir") || text->starts_with("--dir")) return nullptr;
        if (i + 1 >= words.size() || !one->options.holds(*text)) continue;
        if (found != nullptr || !has_ending(text_of(words[i + 1]), one->endings)) return nullptr;
        found = &words[i + 1];
    }
    return found;
}

}  // namespace dockcheck::model
