// Putting gunicorn's command line together.
#include "analyzer/model/production_server.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

/// Flask's own (https://flask.palletsprojects.com/en/stable/cli/).
constexpr std::string_view flask_port = "5000";

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5
           && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view environment_text(Stage const& stage, std::string_view name) {
    auto const* entry = stage.config.find_environment(name);
    return entry == nullptr ? std::string_view() : entry->value.text_or_empty();
}

/// The only port that the image exposes, or nothing.
std::string_view exposed_port(Stage const& stage) {
    if (stage.config.ports.size() != 1) return {};
    auto const text = stage.config.ports.front().text.text_or_empty();
    auto const port = text.substr(0, text.find('/'));
    return is_port(port) ? port : std::string_view();
}

/// The text between the parentheses of the first call of app.run(), or nothing.
std::string_view run_arguments(Build const& build, PythonProgram const& program) {
    if (build.context() == nullptr || program.files.empty()) return {};
    auto const* source = build.context()->read(program.files.front());
    auto const* facts = build.context()->python(program.files.front());
    if (source == nullptr || facts == nullptr || facts->app_run_calls.empty()) return {};
    constexpr std::size_t longest = 1000;
    auto const text = source->bytes().substr(facts->app_run_calls.front().end, longest);
    int depth = 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        if (depth == 0) return text.substr(0, i);
    }
    return {};
}

/// The variable of the image among the strings of an expression: `int(os.environ["PORT"])`.
std::string_view port_of_variable(Stage const& stage, std::string_view expression) {
    for (auto const& entry : stage.config.environment) {
        auto const name = std::string(entry.name);
        for (char const quote : {'"', '\''}) {
            if (expression.find(quote + name + quote) == expression.npos) continue;
            auto const value = entry.value.text_or_empty();
            if (is_port(value)) return value;
        }
    }
    return {};
}

/// For a port that only the program knows.
constexpr std::string_view unknown_port = "PORT";

/// What app.run() gets as its port: a number, or the value of a variable that the image sets.
std::string_view port_in_source(Build const& build, Stage const& stage,
                                PythonProgram const& program) {
    constexpr std::string_view name = "port=";
    auto const text = run_arguments(build, program);
    auto const at = text.find(name);
    if (at == text.npos) return {};
    auto const rest = text.substr(at + name.size());
    auto const port = rest.substr(0, rest.find_first_not_of("0123456789"));
    return is_port(port) ? port : port_of_variable(stage, rest);
}

std::string port_of(Build const& build, Stage const& stage, PythonStart const& start,
                    PythonProgram const& program) {
    std::string_view candidates[] = {
        start.option("--port", "-p"),
        start.kind == PythonStart::Kind::flask_run ? environment_text(stage, "FLASK_RUN_PORT")
                                                   : port_in_source(build, stage, program),
        start.kind == PythonStart::Kind::file ? exposed_port(stage) : std::string_view(),
    };
    for (auto const candidate : candidates) {
        if (is_port(candidate)) return std::string(candidate);
    }
    bool const is_asked = start.kind != PythonStart::Kind::flask_run
                          && run_arguments(build, program).find("port=") != std::string_view::npos;
    return std::string(is_asked ? unknown_port : flask_port);
}

std::string host_of(Stage const& stage, PythonStart const& start) {
    auto host = start.option("--host", "-h");
    if (host.empty()) host = environment_text(stage, "FLASK_RUN_HOST");
    // On the loopback nobody outside of the container reaches it.
    bool const is_usable = !host.empty() && host != "localhost" && !host.starts_with("127.")
                           && host.find_first_of(":$ ") == host.npos;
    return is_usable ? std::string(host) : "0.0.0.0";
}

/// True where a package lies beside the file of the program: by that name it is imported instead.
bool is_hidden_by_package(Build const& build, PythonProgram const& program) {
    if (build.context() == nullptr || program.files.empty()) return false;
    std::string path(program.files.front());
    constexpr std::string_view ending = ".py";
    if (!path.ends_with(ending)) return false;
    path.resize(path.size() - ending.size());
    return build.context()->look(path + "/__init__.py") == context::Presence::file;
}

}  // namespace

std::string ServerCommand::as_json() const {
    std::string text;
    for (auto const& word : words) {
        if (!text.empty()) text += ", ";
        text += '"' + word + '"';
    }
    return text;
}

std::string ServerCommand::as_shell() const {
    std::string text;
    for (auto const& word : words) {
        if (!text.empty()) text += ' ';
        bool const needs_quotes = word.find_first_of("()'") != std::string::npos;
        text += needs_quotes ? '"' + word + '"' : word;
    }
    return text;
}

std::string ServerCommand::shown(PythonStart const& start) const {
    return start.exec_form ? "[" + as_json() + "]" : as_shell();
}

ServerCommand gunicorn_command(Build const& build, Stage const& stage, PythonStart const& start,
                               PythonProgram const& program) {
    ServerCommand command;
    auto const& application = program.application;
    auto const has_odd_letters = application.find_first_of("\"\\$`") != std::string::npos;
    bool const is_named =
        !application.empty() && !has_odd_letters && !is_hidden_by_package(build, program);
    auto const port = port_of(build, stage, start, program);
    command.is_complete = is_named && port != unknown_port;
    command.words = {"gunicorn", "--bind=" + host_of(stage, start) + ":" + port,
                     is_named ? std::string(application) : "MODULE:APPLICATION"};
    // A WebSocket keeps a worker for as long as it is open.
    bool const has_sockets = program.imports("flask_sock") || program.imports("flask_socketio");
    if (has_sockets) command.words.insert(command.words.begin() + 1, "--threads=100");
    return command;
}

}  // namespace dockcheck::model
