// Reading the options of servers: addresses and ports.
#include "analyzer/model/listening.hpp"

#include <algorithm>

#include "analyzer/model/environment.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using knowledge::ServerOptions;
using ServerWords = std::span<Argument const>;

bool in_list(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        auto const end = std::min(list.find(' '), list.size());
        if (list.substr(0, end) == word) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

bool runs_python(std::string_view program) {
    return program.starts_with("python")
           && program.find_first_not_of("0123456789.", 6) == std::string_view::npos;
}

/// The server that words start, and how many of them name it.
struct Named {
    ServerOptions const* options = nullptr;
    std::size_t begin = 0;  ///< the program, or the module behind -m
    std::size_t end = 0;    ///< behind the last word that names it
};

Named named_server(ServerWords words) {
    Named named;
    if (words.empty()) return named;
    auto program = base_name(words[0].value.text_or_empty());
    if (runs_python(program)) {
        std::size_t i = 1;
        while (i < words.size() && words[i].value.text_or_empty().starts_with('-')
               && words[i].value.text_or_empty() != "-m") {
            ++i;
        }
        if (i < words.size() && words[i].value.text_or_empty() == "-m") ++i;
        if (i >= words.size()) return named;
        program = base_name(words[i].value.text_or_empty());
        named.begin = i;
        if (program == "django") program = "django-admin";
        if (program == "waitress") program = "waitress-serve";
    }
    for (auto const& row : knowledge::server_options()) {
        if (row.program != program) continue;
        named.end = named.begin + 1;
        if (!row.command.empty()) {
            auto const behind = words.subspan(named.end);
            auto const found = std::ranges::find_if(behind, [&](Argument const& word) {
                return word.value.text_or_empty() == row.command;
            });
            if (found == behind.end()) continue;
            named.end += static_cast<std::size_t>(found - behind.begin()) + 1;
        }
        named.options = &row;
        return named;
    }
    return named;
}

/// Reads the words behind a server's name.
class OptionReader {
 public:
    OptionReader(Listening& found, Source const& source) : found_(found), source_(source) {}

    /// False when something else decides.
    bool read(ServerWords words) {
        auto const& options = *found_.options;
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto const& word = words[i];
            auto const text = word.value.known_prefix();
            if (!text.starts_with('-')) {
                if (!read_operand(word)) return false;
                continue;
            }
            auto const name = option_of(text);
            if (in_list(options.unclear, name)) return false;
            bool const is_bind = in_list(options.bind_options, name);
            bool const is_host = in_list(options.host_options, name);
            bool const is_port = in_list(options.port_options, name);
            if (!is_bind && !is_host && !is_port) continue;
            Argument const* value = &word;
            auto offset = name.size();
            if (text.size() > offset && text[offset] == '=') ++offset;
            if (word.value.is_known() && text.size() == name.size()) {
                if (++i >= words.size()) return false;
                value = &words[i];
                offset = 0;
            }
            if (is_bind && !read_bind(*value, offset)) return false;
            if (is_host) read_host(*value, offset);
            if (is_port) set_port(*value, offset);
        }
        return true;
    }

    [[nodiscard]] bool has_host() const { return has_host_; }
    [[nodiscard]] bool has_port() const { return has_port_; }

 private:
    /// `--host` of `--host=x`, `-b` of `-b:80`.
    [[nodiscard]] std::string_view option_of(std::string_view text) const {
        if (text.starts_with("--")) return text.substr(0, text.find('='));
        auto const letter = text.substr(0, 2);
        auto const& options = *found_.options;
        bool const takes_value =
            in_list(options.bind_options, letter) || in_list(options.host_options, letter)
            || in_list(options.port_options, letter) || in_list(options.unclear, letter);
        return takes_value ? letter : text;
    }

    bool read_operand(Argument const& word) {
        using Operand = ServerOptions::Operand;
        auto const operand = found_.options->operand;
        if (!word.value.is_known() && word.value.known_prefix().empty()) {
            // It may be anything, options included.
            return word.quoted && operand == Operand::none;
        }
        if (operand == Operand::none || has_port_) return true;
        auto const text = word.value.text_or_empty();
        if (operand == Operand::port || text.find_first_not_of("0123456789") == text.npos) {
            set_port(word, 0);
            return true;
        }
        return word.value.known_prefix().find(':') == std::string_view::npos || read_bind(word, 0);
    }

    void read_host(Argument const& word, std::size_t offset) {
        has_host_ = true;
        found_.host.reset();
        found_.host_place = {&source_, word.span};
        if (auto const text = word.value.known()) found_.host = std::string(text->substr(offset));
    }

    void set_port(Argument const& word, std::size_t offset) {
        has_port_ = true;
        found_.port.reset();
        found_.port_place = {&source_, word.span};
        if (auto const text = word.value.known()) found_.port = read_port(text->substr(offset));
    }

    /// `host:port`, `:port`, `port` or `host`.
    bool read_bind(Argument const& word, std::size_t offset) {
        if (has_host_ && has_port_) return false;  // several
        auto const text =
            word.value.known_prefix().substr(std::min(offset, word.value.known_prefix().size()));
        if (text.starts_with("unix:") || text.starts_with("fd:") || text.starts_with('/'))
            return false;
        has_host_ = true;
        has_port_ = true;
        found_.host.reset();
        found_.port.reset();
        found_.host_place = {&source_, word.span};
        found_.port_place = {&source_, word.span};
        auto const colon = text.rfind(':');
        bool const is_whole = word.value.is_known();
        if (colon != text.npos && text.find(']', colon) == text.npos) {
            found_.host = std::string(text.substr(0, colon));
            if (is_whole) found_.port = read_port(text.substr(colon + 1));
        } else if (is_whole && !text.empty()) {
            found_.port = read_port(text);
            if (found_.port) {
                found_.host = found_.options->host;
                found_.host_place = {};
            } else {
                found_.host = std::string(text);
            }
        }
        return true;
    }

    Listening& found_;
    Source const& source_;
    bool has_host_ = false;
    bool has_port_ = false;
};

class ListeningReader {
 public:
    ListeningReader(Build const& build, Stage const& stage) : build_(build), stage_(stage) {}

    std::optional<Listening> read() {
        auto const script = start_script(build_, stage_);
        if (script && !script->commands.empty()) {
            if (script->last == nullptr || has_company(script->commands, script->last))
                return std::nullopt;
            auto const& last = *script->last;
            if (StartScript::is_all_words(last.arguments.front()))
                return read_words(script->words, *script->command, build_.source());
            return read_words(last.arguments, last, *script->source);
        }
        auto const& start = start_of(build_, stage_);
        return start.is_certain ? read(start.commands, build_.source()) : std::nullopt;
    }

    std::optional<Listening> read(std::span<Command const> commands, Source const& source) {
        if (commands.empty()) return std::nullopt;
        auto const& last = commands.back();
        if (last.is_conditional || last.depth > 0 || last.in_substitution) return std::nullopt;
        bool const stays = last.connector != Connector::pipe && last.follower == Connector::first;
        if (!stays || has_company(commands, &last)) return std::nullopt;
        return read_words(last.arguments, last, source);
    }

 private:
    /// Something else stays beside the last command: a proxy in front of the server, say.
    static bool has_company(std::span<Command const> commands, Command const* last) {
        return std::ranges::any_of(commands, [&](Command const& command) {
            return &command != last
                   && (command.follower == Connector::background || command.program == "nginx"
                       || command.program == "service");
        });
    }

    std::optional<Listening> read_words(ServerWords all, Command const& command,
                                        Source const& source) {
        auto const words = words_behind_launchers(all);
        auto const named = named_server(words);
        if (named.options == nullptr) return std::nullopt;
        if (named.options->program == "manage.py" && !is_plain_django(words[named.begin]))
            return std::nullopt;
        Listening found;
        found.options = named.options;
        found.command = &command;
        found.words = words;
        found.exec_form = command.exec_form;
        auto const first = words.begin() + static_cast<std::ptrdiff_t>(named.begin);
        auto const last = words.begin() + static_cast<std::ptrdiff_t>(named.end - 1);
        found.place = {&source, join(first->span, last->span)};
        found.shown = std::string(named.options->program);
        if (!named.options->command.empty())
            found.shown += " " + std::string(named.options->command);
        OptionReader reader(found, source);
        if (!reader.read(words.subspan(named.begin + 1))) return std::nullopt;
        bool const needs_default = !reader.has_host() || !reader.has_port();
        if (needs_default && !read_defaults(found, reader)) return std::nullopt;
        return found;
    }

    /// Django's own manage.py: others that are named so have servers and options of their own.
    [[nodiscard]] bool is_plain_django(Argument const& word) const {
        auto const& workdir = stage_.config.workdir;
        if (build_.context() == nullptr) return false;
        auto const folder =
            workdir.is_set() ? workdir.value.text_or_empty() : std::string_view("/");
        auto const file = word.value.text_or_empty();
        auto const path = file.starts_with('/') ? std::string(file)
                                                : std::string(folder) + "/" + std::string(file);
        auto const found = placed_file(build_, stage_, clean_path(path));
        auto const* source = found ? build_.context()->read(*found) : nullptr;
        if (source == nullptr) return false;
        auto const text = source->bytes();
        return text.find("django.core.management") != text.npos
               && text.find("djangae") == text.npos;
    }

    /// What holds where no option says it.
    bool read_defaults(Listening& found, OptionReader const& reader) const {
        auto const& options = *found.options;
        if (may_be_configured(options)) return true;
        for (auto const& assignment : found.command->assignments) {
            if (in_list(options.host_variables, assignment.name)
                || in_list(options.port_variables, assignment.name)) {
                return false;
            }
        }
        if (!reader.has_port()) {
            auto const* variable = variable_of(options.port_variables);
            if (variable == nullptr) {
                if (!has_any(options.port_variables)) found.port = options.port;
            } else if (variable->value.is_known()) {
                found.port = read_port(*variable->value.known());
                found.port_place = variable->value_place;
                // gunicorn takes a PORT as one for all addresses.
                if (options.program == "gunicorn" && !reader.has_host()) {
                    found.host = std::string();
                    return true;
                }
            }
        }
        if (reader.has_host()) return true;
        auto const* variable = variable_of(options.host_variables);
        if (variable != nullptr && variable->value.is_known()) {
            found.host = std::string(*variable->value.known());
            found.host_place = variable->value_place;
        } else if (!has_any(options.host_variables) && !options.host.empty()
                   && !(options.program == "gunicorn" && has_any(options.port_variables))) {
            found.host = std::string(options.host);
        }
        return true;
    }

    [[nodiscard]] EnvironmentEntry const* variable_of(std::string_view names) const {
        while (!names.empty()) {
            auto const end = std::min(names.find(' '), names.size());
            if (auto const* entry = stage_.config.find_environment(names.substr(0, end)))
                return entry;
            names.remove_prefix(std::min(end + 1, names.size()));
        }
        return nullptr;
    }

    [[nodiscard]] bool has_any(std::string_view names) const {
        while (!names.empty()) {
            auto const end = std::min(names.find(' '), names.size());
            if (may_have_variable(stage_, names.substr(0, end))) return true;
            names.remove_prefix(std::min(end + 1, names.size()));
        }
        return false;
    }

    /// True when a file of the working folder may say it.
    [[nodiscard]] bool may_be_configured(ServerOptions const& options) const {
        auto files = options.files;
        if (files.empty()) return false;
        if (build_.context() == nullptr) return true;
        while (!files.empty()) {
            auto const end = std::min(files.find(' '), files.size());
            if (may_decide(options, files.substr(0, end))) return true;
            files.remove_prefix(std::min(end + 1, files.size()));
        }
        return false;
    }

    [[nodiscard]] bool may_decide(ServerOptions const& options, std::string_view name) const {
        auto const& workdir = stage_.config.workdir;
        auto const folder =
            workdir.is_set() ? workdir.value.text_or_empty() : std::string_view("/");
        auto const path = clean_path(std::string(folder) + "/" + std::string(name));
        auto const landing = placed_landing(build_, stage_, path);
        if (landing.kind == Landing::Kind::absent) return false;
        if (landing.kind == Landing::Kind::context_file)
            return mentions_address(options, landing.context_path);
        // Nobody knows what lies there: it is one of the context's files of that name, if any.
        auto const files = build_.context()->files_below("");
        return std::ranges::any_of(files, [&](std::string const& file) {
            return base_name(file) == base_name(name) && mentions_address(options, file);
        });
    }

    [[nodiscard]] bool mentions_address(ServerOptions const& options,
                                        std::string const& file) const {
        auto const* source = build_.context()->read(file);
        if (source == nullptr) return true;
        auto const text = source->bytes();
        if (options.program == "flask" || options.program == "quart")
            return text.find("_RUN_") != text.npos;
        static constexpr std::string_view all_words[] = {"host", "HOST", "bind", "BIND",
                                                         "port", "PORT", "addr", "ADDR"};
        for (auto const word : all_words) {
            if (text.find(word) != text.npos) return true;
        }
        return false;
    }

    Build const& build_;
    Stage const& stage_;
};

}  // namespace

bool Listening::is_loopback() const {
    if (!host) return false;
    return *host == "localhost" || *host == "::1" || *host == "[::1]" || host->starts_with("127.");
}

std::optional<Listening> listening_server(Build const& build, Stage const& stage) {
    return ListeningReader(build, stage).read();
}

std::optional<Listening> listening_server(Build const& build, Stage const& stage,
                                          std::span<Command const> commands, Source const& source) {
    return ListeningReader(build, stage).read(commands, source);
}

}  // namespace dockcheck::model
