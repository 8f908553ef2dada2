// Finds start commands that leave a service in the background and return, or that end by
// themselves.
#include "rules/runtime/start-command-exits-at-once.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/python_breaks.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::start_command_exits_at_once {
namespace {

/// A server, and what decides whether it becomes a daemon. Lists are words between blanks; sources
/// are the programs' manual pages.
struct Server {
    std::string_view program;
    model::WordList daemon;      ///< options that make it one; empty: it is one by itself
    model::WordList foreground;  ///< options that keep it in the foreground
    std::string_view help;       ///< what to write, behind "let it stay in the foreground"
};

constexpr Server servers[] = {
    {"cron", "", " -f -L ", ": cron -f"},
    {"gunicorn", " -D --daemon ", "", ": without --daemon"},
    {"haproxy", " -D ", " -db -d -W ", ": without -D"},
    {"memcached", " -d --daemon ", "", ": without -d"},
    {"mongod", " --fork ", "", ": without --fork"},
    {"php-fpm", " -D --daemonize ", " -F --nodaemonize ", ": php-fpm -F"},
    {"redis-server", " --daemonize ", "", ": without --daemonize"},
    {"sshd", "", " -D -d -i -t -T -V -h --help -? ", ": /usr/sbin/sshd -D"},
    {"uwsgi", " -d --daemonize --daemonize2 ", "", ": without --daemonize"},
};

bool holds_option(model::WordList const& list, std::string_view word) {
    if (model::list_holds(list, word.substr(0, word.find('=')))) return true;
    // Several letters in one word: -De.
    if (word.size() < 3 || word[0] != '-' || word[1] == '-') return false;
    return std::ranges::any_of(word.substr(1), [&](char letter) {
        char const option[] = {'-', letter};
        return model::list_holds(list, std::string_view(option, 2));
    });
}

bool has_option(model::Command const& command, model::WordList const& list) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        bool const is_denied = command.argument(i + 1) == "no";
        if (!word.empty() && holds_option(list, word) && !is_denied) return true;
    }
    return false;
}

bool is_known(model::Command const& command) {
    return std::ranges::all_of(command.arguments,
                               [](auto const& argument) { return argument.value.is_known(); });
}

/// The service that an init script or its helper starts, or empty.
std::string_view started_service(model::Command const& command) {
    auto const path = command.argument(0);
    auto const is_start = [](std::string_view word) {
        return word == "start" || word == "restart";
    };
    auto const slash = path.rfind('/');
    if (path.find("/init.d/") != std::string_view::npos && is_start(command.argument(1))) {
        auto const name = path.substr(slash + 1);
        // A script of the Dockerfile's own may stay.
        return name.find('.') == std::string_view::npos ? name : std::string_view();
    }
    static constexpr std::string_view helpers[] = {"service", "rc-service", "invoke-rc.d"};
    bool const is_helper = std::ranges::find(helpers, command.program) != std::ranges::end(helpers);
    return is_helper && is_start(command.argument(2)) ? command.argument(1) : std::string_view();
}

bool is_apache_start(model::Command const& command) {
    static constexpr std::string_view programs[] = {"apachectl", "apache2ctl"};
    if (std::ranges::find(programs, command.program) == std::ranges::end(programs)) return false;
    auto const is_start = [](std::string_view word) {
        return word == "start" || word == "restart";
    };
    return (command.arguments.size() == 2 && is_start(command.argument(1)))
           || (command.arguments.size() == 3 && command.argument(1) == "-k"
               && is_start(command.argument(2)));
}

/// True when nothing in this Dockerfile or its base can have written `daemon off` for nginx.
bool has_plain_nginx(model::Stage const& last, Pass const& pass) {
    auto const* image = model::known_image(last.root());
    if (image == nullptr || image->name.find("nginx") != std::string_view::npos) return false;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            auto const text = pass.text(instruction.whole);
            bool const copies = instruction.keyword == ast::Keyword::copy
                                || instruction.keyword == ast::Keyword::add;
            if (copies || text.find("daemon") != std::string_view::npos
                || text.find("nginx.conf") != std::string_view::npos) {
                return false;
            }
        }
    }
    return true;
}

/// True for nginx without anything that could keep it in the foreground.
bool is_nginx_daemon(model::Command const& command, Pass const& pass) {
    return command.program == "nginx" && command.arguments.size() == 1
           && has_plain_nginx(*pass.stage(), pass);
}

Server const* daemon_of(model::Command const& command) {
    auto const server = std::ranges::find(servers, command.program, &Server::program);
    if (server == std::ranges::end(servers) || has_option(command, server->foreground))
        return nullptr;
    return server->daemon.empty() || has_option(command, server->daemon) ? server : nullptr;
}

/// A single & at the end of a script in shell form.
bool ends_in_background(ast::Instruction const& instruction, model::Command const& last) {
    if (last.exec_form) return false;
    auto text = instruction.arguments.text();
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text.size() > 2 && text.ends_with('&') && !text.ends_with("&&");
}

/// True when this Dockerfile brings or changes an init script of that name.
bool brings_file(model::Stage const& last, std::string_view name, Pass const& pass) {
    auto const is_named = [&](Value const& path) {
        auto const end = path.known_suffix();
        return end == name || end.ends_with("/" + std::string(name));
    };
    auto const script = "init.d/" + std::string(name);
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            if (instruction.keyword != ast::Keyword::run) continue;
            if (pass.text(instruction.whole).find(script) != std::string_view::npos) return true;
        }
        for (auto const& transfer : stage->transfers) {
            if (is_named(transfer.target)) return true;
            for (auto const& source : transfer.sources) {
                if (source.has_wildcard || is_named(source.value)) return true;
            }
        }
    }
    return false;
}

void look_at(model::Command const& last, ast::Instruction const& instruction, Pass& pass) {
    auto const words = pass.text(last.span);
    if (ends_in_background(instruction, last)) {
        pass.report(last.span, ampersand, words);
        return;
    }
    if (!is_known(last)) return;
    if (auto const name = started_service(last); !name.empty()) {
        if (brings_file(*pass.stage(), name, pass)) return;
        pass.report(last.span, service, words, name,
                    name == "nginx" ? ": nginx -g \"daemon off;\"" : "");
    } else if (is_apache_start(last)) {
        pass.report(last.span, daemon, words, ": " + std::string(last.program) + " -D FOREGROUND");
    } else if (is_nginx_daemon(last, pass)) {
        pass.report(last.span, daemon, words, ": nginx -g \"daemon off;\"");
    } else if (auto const* server = daemon_of(last)) {
        pass.report(last.span, daemon, words, server->help);
    }
}

/// Steps in front of a start, which end when they are done.
bool is_preparation(model::Command const& command) {
    static constexpr model::WordList programs =
        " chmod chown cp echo export ln mkdir mv printf rm sed touch ";
    static constexpr model::WordList verbs =
        " collectstatic compilemessages createcachetable db:migrate db:prepare db:setup loaddata "
        "migrate upgrade ";
    if (programs.holds(command.program)) return true;
    static constexpr model::WordList tools =
        " alembic aerich bundle flask npx python python3 rails rake ";
    bool const is_tool = tools.holds(command.program) || command.argument(0) == "bin/rails";
    // A server may follow among the same words only behind another command.
    return is_tool && std::ranges::any_of(command.arguments, [&](auto const& word) {
               return verbs.holds(word.value.text_or_empty());
           });
}

/// `$@`, `$1`, `shift`, `exec`: what may run the words that a script is given.
bool may_run_words(model::StartScript const& script) {
    auto const text = script.source->bytes();
    for (std::string_view const sign : {"$@", "${@", "$*", "${*", "$1", "${1", "$#", "BASH_ARGV",
                                        "shift", "exec", "eval", "source ", "trap", "&\n"}) {
        if (text.find(sign) != text.npos) return true;
    }
    return std::ranges::any_of(script.commands, [](model::Command const& command) {
        return command.program == "." || command.program == "wait";
    });
}

/// True when nothing in the script but the last command may be what is meant to stay.
bool only_prepares(model::StartScript const& script) {
    static constexpr model::WordList others = " : [ [[ cd exit mktemp set test true umask unset ";
    return std::ranges::all_of(script.commands, [](model::Command const& command) {
        return command.in_substitution || command.arguments.empty() || others.holds(command.program)
               || is_preparation(command);
    });
}

/// A script of ENTRYPOINT that gets the words of CMD, prepares something, and ends.
void look_into(Pass& pass) {
    auto const script = model::start_script(pass.build(), *pass.stage());
    if (!script || script->last == nullptr || script->words.empty() || script->is_run_by_shell)
        return;
    if (script->command->use != model::Use::entrypoint || may_run_words(*script)) return;
    auto const& last = *script->last;
    if (!is_known(last) || !is_preparation(last) || !only_prepares(*script)) return;
    if (pass.context()->has_compose_file() || pass.context()->may_be_composed()) return;
    auto const& source = *script->source;
    pass.report(Place{&source, last.span}, words, source.name(),
                source.bytes().substr(last.span.begin, last.span.size()))
        .related(script->words.front().raw.source(), "the words of CMD");
}

/// require() in a source of Node.js that is an ES module.
void look_for_require(Pass& pass) {
    auto const& program = model::node_program(pass.build(), *pass.stage());
    if (program.word == nullptr || !(program.wrong_require || program.wrong_import)) return;
    if (pass.context()->has_compose_file() || pass.context()->may_be_composed()) return;
    if (program.wrong_import) {
        auto const& wrong = *program.wrong_import;
        auto const reason =
            wrong.manifest.empty()
                ? std::string("no package.json says \"type\": \"module\"")
                : pass.context()->shown(wrong.manifest) + " does not say \"type\": \"module\"";
        pass.report(wrong.import, import, wrong.import.source->name(), reason)
            .related(program.word->raw.source(), "started here");
        return;
    }
    auto const& call = program.wrong_require->call;
    auto const manifest = program.wrong_require->manifest;
    auto finding = manifest.empty() ? pass.report(call, require_in_mjs, call.source->name())
                                    : pass.report(call, require, call.source->name(),
                                                  pass.context()->shown(manifest));
    finding.related(program.word->raw.source(), "started here");
}

/// Imports of Python that raise although each module is there.
void look_for_imports(Pass& pass) {
    if (pass.context()->may_be_composed() && pass.context()->may_start_otherwise()) return;
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    auto const& start = model::python_start(build, stage);
    if (auto const pair_found = model::broken_pair(build, stage, start)) {
        pass.report(pair_found->required, pair, pair_found->package, pair_found->version,
                    pair_found->partner, pair_found->limit);
    }
    if (auto const gone = model::removed_name(build, stage, start)) {
        auto finding = pass.report(gone->import, removed, gone->import.source->name(), gone->name,
                                   gone->module, gone->owner, gone->instead);
        if (gone->version.source != nullptr) finding.related(gone->version, "this version");
    }
    auto const& lone = model::python_program(build, stage).lone_relative;
    if (lone.source == nullptr || !start.is_certain || start.through_script) return;
    auto const name = base_name(lone.source->name());
    pass.report(start.span, relative, lone.source->name(), name.substr(0, name.find('.')))
        .related(lone, "imported here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    if (config.is_windows) return;
    auto const& start = model::start_of(pass.build(), *pass.stage());
    if (!start.is_certain || start.commands.empty()) return;
    auto const& last = start.commands.back();
    bool const is_plain = last.depth == 0 && !last.is_conditional && !last.in_substitution
                          && last.connector != model::Connector::pipe
                          && last.connector != model::Connector::disjunction;
    auto const& written = last.instruction != nullptr ? *last.instruction : *start.instruction;
    if (is_plain && !last.arguments.empty()) look_at(last, written, pass);
    if (pass.context() == nullptr) return;
    look_into(pass);
    look_for_require(pass);
    look_for_imports(pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::start_command_exits_at_once
