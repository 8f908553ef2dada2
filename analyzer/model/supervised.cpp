// Reading the files of supervisord, honcho and foreman.
#include "analyzer/model/supervised.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/model/commands.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"

namespace dockcheck::model {
namespace {

constexpr std::size_t largest_supervisor_file = std::size_t{64} * 1024;
constexpr std::size_t most_programs = 50;

/// One line and where it begins.
struct FileLine {
    std::string_view text;
    std::size_t begin = 0;
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

std::vector<FileLine> lines_of(std::string_view text) {
    std::vector<FileLine> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        lines.push_back({text.substr(begin, end - begin), begin});
        begin = end + 1;
    }
    return lines;
}

class SupervisorReader {
 public:
    SupervisorReader(Build const& build, Source const& source) : build_(build), source_(source) {}

    /// `[program:NAME]` and its `command=`.
    std::vector<SupervisedProgram> read_supervisord() {
        auto const lines = lines_of(source_.bytes());
        for (std::size_t i = 0; i < lines.size();) {
            auto const header = trimmed(lines[i].text);
            auto const end = next_section(lines, i + 1);
            constexpr std::string_view kind = "[program:";
            if (header.starts_with(kind) && header.ends_with(']')) {
                auto const name = header.substr(kind.size(), header.size() - kind.size() - 1);
                read_program(name, std::span(lines).subspan(i + 1, end - i - 1));
            }
            i = end;
        }
        return std::move(programs_);
    }

    /// `NAME: COMMAND`.
    std::vector<SupervisedProgram> read_procfile() {
        for (auto const& line : lines_of(source_.bytes())) {
            auto const colon = line.text.find(':');
            auto const name = trimmed(line.text.substr(0, colon));
            bool const is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                       || c == '_' || c == '-';
            });
            if (colon != std::string_view::npos && is_name) add(name, line, colon + 1);
        }
        return std::move(programs_);
    }

 private:
    static std::size_t next_section(std::vector<FileLine> const& lines, std::size_t i) {
        while (i < lines.size() && !trimmed(lines[i].text).starts_with('[')) ++i;
        return i;
    }

    void read_program(std::string_view name, std::span<FileLine const> lines) {
        FileLine const* command = nullptr;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto const key = trimmed(lines[i].text.substr(0, lines[i].text.find('=')));
            if (key == "autostart" || key == "environment") return;
            if (key != "command") continue;
            bool const goes_on = i + 1 < lines.size() && !lines[i + 1].text.empty()
                                 && (lines[i + 1].text[0] == ' ' || lines[i + 1].text[0] == '\t');
            if (goes_on) return;
            command = &lines[i];
        }
        if (command == nullptr) return;
        // Its own expansions and comments are not the shell's.
        for (std::string_view const special : {"%(", " ;", "\t;", "$", "`"}) {
            if (command->text.find(special) != std::string_view::npos) return;
        }
        add(name, *command, command->text.find('=') + 1);
    }

    void add(std::string_view name, FileLine const& line, std::size_t skipped) {
        if (programs_.size() >= most_programs) return;
        auto const begin = static_cast<std::uint32_t>(line.begin + skipped);
        auto text = line.text.substr(skipped);
        if (text.ends_with('\r')) text.remove_suffix(1);
        ast::CommandForm form;
        form.text = Mapped(text, begin);
        form.span = {begin, begin + static_cast<std::uint32_t>(text.size())};
        CommandSource commands;
        commands.use = Use::script;
        commands.form = &form;
        auto const unknown = [](std::string_view) {
            return dockerfile::Variable{dockerfile::Variable::State::unknown, {}};
        };
        programs_.push_back({name, &source_, commands_of(commands, unknown, build_.arena())});
    }

    Build const& build_;
    Source const& source_;
    std::vector<SupervisedProgram> programs_;
};

std::string_view value_of(Command const& command, std::string_view name,
                          std::string_view short_name) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (word == name || word == short_name) return command.argument(i + 1);
        if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=')
            return word.substr(name.size() + 1);
    }
    return {};
}

/// The file of the context that lies at a path of the image.
Source const* file_at(Build const& build, Stage const& stage, std::string_view path) {
    auto const& workdir = stage.config.workdir;
    auto const joined = join_workdir(build.arena(), workdir, Value(path), false);
    if (!joined.is_known()) return nullptr;
    auto const found = placed_file(build, stage, clean_path(*joined.known()));
    auto const* source = found ? build.context()->read(*found) : nullptr;
    return source != nullptr && source->bytes().size() <= largest_supervisor_file ? source
                                                                                  : nullptr;
}

}  // namespace

std::vector<SupervisedProgram> supervised_programs(Build const& build, Stage const& stage) {
    if (build.context() == nullptr || stage.is_windows) return {};
    auto const& start = start_of(build, stage);
    if (!start.is_certain || start.commands.size() != 1) return {};
    auto const* command = &start.commands.front();
    auto const script = start_script(build, stage);
    if (script && script->last != nullptr) command = script->last;
    if (command->arguments.empty() || command->is_conditional) return {};
    if (command->program == "supervisord") {
        auto const path = value_of(*command, "--configuration", "-c");
        auto const* source = path.empty() ? nullptr : file_at(build, stage, path);
        if (source != nullptr) return SupervisorReader(build, *source).read_supervisord();
    }
    bool const is_foreman = command->program == "honcho" || command->program == "foreman";
    if (is_foreman && command->arguments.size() == 2 && command->argument(1) == "start") {
        if (auto const* source = file_at(build, stage, "Procfile"))
            return SupervisorReader(build, *source).read_procfile();
    }
    return {};
}

}  // namespace dockcheck::model
