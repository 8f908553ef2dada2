// Following the start of a container into a script of the build context.
#include "analyzer/model/start_script.hpp"

#include <algorithm>

#include "analyzer/model/commands.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Larger files are no scripts that somebody wrote.
constexpr std::size_t largest_script = std::size_t{256} * 1024;

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_word(std::string_view& line) {
    auto const end = std::min(line.find_first_of(" \t"), line.size());
    auto const word = line.substr(0, end);
    line = without_blanks(line.substr(end));
    return word;
}

void read_interpreter_line(StartScript& script) {
    auto const bytes = script.source->bytes();
    if (!bytes.starts_with("#!")) return;
    script.interpreter_line =
        without_blanks(bytes.substr(2, std::min(bytes.find('\n'), bytes.size()) - 2));
    auto rest = script.interpreter_line;
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    auto program = take_word(rest);
    if (program.ends_with("/env")) {
        program = take_word(rest);
        if (program == "-S") program = take_word(rest);
    }
    script.interpreter = base_name(program);
}

/// Variables that the image itself sets have a value; others may be given with the start.
dockerfile::Variable image_variable(Stage const& stage, std::string_view name) {
    using State = dockerfile::Variable::State;
    auto const* entry = stage.config.find_environment(name);
    if (entry == nullptr || !entry->value.is_known()) return {State::unknown, {}};
    return {State::known, entry->value};
}

void read_commands(Build const& build, Stage const& stage, StartScript& script) {
    auto const bytes = script.source->bytes();
    bool const is_read_by_shell =
        is_shell(script.interpreter) || (script.interpreter.empty() && script.is_run_by_shell);
    if (!is_read_by_shell || bytes.size() > largest_script) return;
    ast::CommandForm form;
    form.text = Mapped(bytes, 0);
    form.span = {0, static_cast<std::uint32_t>(bytes.size())};
    CommandSource source;
    source.use = Use::script;
    source.form = &form;
    source.shell = script.interpreter == "bash" ? ShellKind::bash : ShellKind::posix;
    auto const scope = [&](std::string_view name) { return image_variable(stage, name); };
    script.commands = commands_of(source, scope, build.arena());
}

Command const* last_of(std::span<Command const> commands) {
    for (auto i = commands.size(); i-- > 0;) {
        auto const& command = commands[i];
        if (command.in_substitution) continue;
        bool const stays = command.depth == 0 && !command.is_conditional
                           && command.connector != Connector::pipe
                           && command.follower == Connector::first && !command.arguments.empty();
        return stays ? &command : nullptr;
    }
    return nullptr;
}

/// The word that names a file which is run: the program, or what a shell is told to read.
bool find_word(Build const& build, Stage const& stage, Command const& command,
               StartScript& script) {
    auto const words = command.arguments;
    script.command = &command;
    script.is_run_by_shell = is_shell(command.program);
    std::size_t at = 0;
    if (script.is_run_by_shell) {
        for (at = 1; at < words.size(); ++at) {
            auto const option = words[at].value.text_or_empty();
            if (option.empty() || option == "-c" || option == "-o") return false;
            if (!option.starts_with('-')) break;
        }
    }
    if (at >= words.size()) return false;
    script.word = &words[at];
    script.words = words.subspan(at + 1);
    auto const text = script.word->value.text_or_empty();
    if (text.empty()) return false;
    if (text.find('/') == text.npos && !script.is_run_by_shell) {
        script.path = "/usr/local/bin/" + std::string(text);
        return true;
    }
    auto const joined = join_workdir(build.arena(), stage.config.workdir, Value(text), false);
    if (!joined.is_known()) return false;
    script.path = clean_path(*joined.known());
    return true;
}

}  // namespace

bool StartScript::is_all_words(Argument const& argument) {
    auto const text = argument.raw.text();
    return text == "\"$@\"" || text == "$@" || text == "\"${@}\"" || text == "$*";
}

std::optional<StartScript> start_script(Build const& build, Stage const& stage) {
    if (build.context() == nullptr || stage.is_windows) return std::nullopt;
    auto const& start = start_of(build, stage);
    if (!start.is_certain || start.commands.size() != 1) return std::nullopt;
    StartScript script;
    if (start.commands.front().arguments.empty()
        || !find_word(build, stage, start.commands.front(), script)) {
        return std::nullopt;
    }
    auto landing = placed_landing(build, stage, script.path);
    if (landing.kind != Landing::Kind::context_file || landing.transfer == nullptr)
        return std::nullopt;
    if (build.context()->look(landing.context_path) != context::Presence::file) return std::nullopt;
    script.source = build.context()->read(landing.context_path);
    if (script.source == nullptr) return std::nullopt;
    script.context_path = std::move(landing.context_path);
    script.transfer = landing.transfer;
    read_interpreter_line(script);
    read_commands(build, stage, script);
    script.last = last_of(script.commands);
    return script;
}

}  // namespace dockcheck::model
