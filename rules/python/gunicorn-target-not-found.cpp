// Finds applications of Python servers that no source in the image defines.
#include "rules/python/gunicorn-target-not-found.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_modules.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_start.hpp"

namespace dockcheck::rules::gunicorn_target_not_found {
namespace {

struct Target {
    model::Argument const* argument = nullptr;
    std::string module;
    std::string name;  ///< of the application, without parentheses; gunicorn's default for none
};

/// Servers whose operand is `module:name`.
bool takes_module(std::string_view server) {
    static constexpr std::string_view servers[] = {"daphne",    "granian", "gunicorn",
                                                   "hypercorn", "uvicorn", "waitress-serve"};
    return std::ranges::find(servers, server) != std::ranges::end(servers);
}

/// What nobody knows whole may still be no module: an option, an address, the value of an option.
bool is_other_word(model::Argument const& word, std::string_view before) {
    constexpr std::string_view with_value[] = {"--bind",       "-b",
                                               "--workers",    "-w",
                                               "--threads",    "--timeout",
                                               "-t",           "--port",
                                               "--host",       "--keyfile",
                                               "--certfile",   "--log-level",
                                               "-p",           "--max-requests",
                                               "--keep-alive", "--graceful-timeout"};
    // Without quotes an empty value leaves the word out, and the option takes the next one.
    bool const is_value = std::ranges::find(with_value, before) != std::ranges::end(with_value)
                          && (word.quoted || !word.value.known_prefix().empty());
    auto const begin = word.value.known_prefix();
    return is_value || (!begin.empty() && !model::is_dotted_name(begin.substr(0, 1)));
}

/// The last operand of the form module:name; a word that nobody knows may be another one.
std::optional<Target> target_of(model::PythonStart const& start) {
    std::optional<Target> target;
    for (std::size_t i = 1; i < start.words.size(); ++i) {
        auto const& word = start.words[i];
        auto const text = word.value.known();
        if (!text && is_other_word(word, start.words[i - 1].value.text_or_empty())) continue;
        if (!text) return std::nullopt;
        auto const colon = text->find(':');
        if (text->starts_with('-') || colon == text->npos) continue;
        auto const module = text->substr(0, colon);
        auto name = text->substr(colon + 1);
        name = name.substr(0, name.find_first_of("(."));
        if (!model::is_dotted_name(module) || !model::is_dotted_name(name)) continue;
        if (target) return std::nullopt;
        target = Target{&word, std::string(module), std::string(name)};
    }
    return target;
}

void report_module(Pass& pass, Target const& target, model::PythonStart const& start,
                   std::vector<std::string> const& roots) {
    auto const& module = target.module;
    auto const span = target.argument->raw.source();
    auto const dot = module.rfind('.');
    if (dot != std::string::npos) {
        auto const parent = module.substr(0, dot);
        if (model::look_for_module(pass.build(), *pass.stage(), roots, parent)
            == model::ModulePresence::present) {
            pass.report(span, submodule, parent, module.substr(dot + 1), start.server);
            return;
        }
    }
    auto const first = module.substr(0, module.find('.'));
    auto const wanted = model::clean_path(roots.front() + "/" + first + ".py");
    auto const landing = pass.build().landing(*pass.stage(), wanted);
    auto const near_names = pass.context()->near_names(landing.context_path);
    for (auto const& name : near_names) {
        if (landing.context_path.empty() || !name.ends_with(".py")) continue;
        pass.report(span, near, module, start.server, first, name);
        return;
    }
    auto finding = pass.report(span, gunicorn_target_not_found::module, module, start.server, first,
                               roots.front());
    if (landing.transfer != nullptr)
        finding.related(landing.transfer->instruction->span, "copied here");
}

void check_name(Pass& pass, Target const& target, model::PythonStart const& start,
                std::vector<std::string> const& roots) {
    model::PythonModules modules(pass.build(), *pass.stage());
    for (auto const& root : roots) modules.add_root(root);
    auto const* module = modules.find(target.module);
    if (module == nullptr || module->facts->may_have_other_names) return;
    auto const& names = module->facts->definitions;
    auto const defines = [&](std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    if (defines(target.name) || defines("__getattr__")) return;
    // A module of the package is one of its names once something imports it.
    if (module->is_package
        && model::look_for_module(pass.build(), *pass.stage(), roots,
                                  target.module + "." + target.name)
               != model::ModulePresence::absent) {
        return;
    }
    auto const* source = pass.context()->read(module->path);
    static constexpr std::string_view all_words[] = {"globals(", "setattr(", "exec(",
                                                     "sys.modules"};
    for (auto const word : all_words) {
        if (source->bytes().find(word) != std::string_view::npos) return;
    }
    std::string instead;
    static constexpr std::string_view usual_names[] = {"app", "application", "create_app",
                                                       "make_app"};
    for (auto const usual : usual_names) {
        if (instead.empty() && defines(usual))
            instead = ": " + target.module + ":" + std::string(usual);
    }
    if (instead.ends_with("_app")) instead += "()";
    pass.report(target.argument->raw.source(), attribute, source->name(), target.name, start.server,
                instead)
        .related(Place{source, {0, 0}}, "the module");
}

/// The value of `-A` and its longer forms; nullptr when the command line says more than is read.
model::Argument const* celery_application(std::span<model::Argument const> words) {
    model::Argument const* found = nullptr;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.known();
        if (!text || text->starts_with("--workdir") || text->starts_with("--config"))
            return nullptr;
        if ((*text == "-A" || *text == "--app") && i + 1 < words.size()) found = &words[i + 1];
    }
    return found;
}

/// `celery -A shop worker`: the first part of the name must be a module or a package.
void check_celery(Pass& pass, model::Stage const& stage) {
    auto const& build = pass.build();
    auto const& start = model::start_of(build, stage);
    if (!start.is_certain || start.commands.size() != 1) return;
    auto const words = model::words_behind_launchers(start.commands.front().arguments);
    if (words.empty() || words.front().value.text_or_empty() != "celery") return;
    auto const* application = celery_application(words);
    if (application == nullptr) return;
    auto const text = application->value.text_or_empty();
    auto const module = text.substr(0, text.find(':'));
    auto const folder = stage.config.workdir.is_set() ? stage.config.workdir.value.known()
                                                      : std::optional<std::string_view>("/");
    if (!folder || !model::is_dotted_name(module)) return;
    auto const first = std::string(module.substr(0, module.find('.')));
    auto const roots = model::import_roots(model::clean_path(*folder), stage);
    if (!roots || model::may_be_installed(build, stage, first)) return;
    if (model::look_for_module(build, stage, *roots, first) != model::ModulePresence::absent)
        return;
    model::PythonStart named;
    named.server = "celery";
    report_module(pass, {application, std::string(module), {}}, named, *roots);
}

/// What flask run is told to load, and where.
struct FlaskTarget {
    std::string_view text;
    Place place;
};

std::optional<FlaskTarget> flask_target(Pass const& pass, model::PythonStart const& start) {
    if (auto const text = start.option("--app", "-A"); !text.empty()) {
        for (auto const& one : start.options) {
            if (one.text != text && !one.text.ends_with("=" + std::string(text))) continue;
            return FlaskTarget{text, {&pass.build().source(), one.argument->raw.source()}};
        }
        return std::nullopt;
    }
    auto const* variable = pass.stage()->config.find_environment("FLASK_APP");
    if (variable == nullptr || variable->value_place.source == nullptr) return std::nullopt;
    auto const text = variable->value.known();
    if (!text || text->empty()) return std::nullopt;
    return FlaskTarget{*text, variable->value_place};
}

/// A file of that path, with or without its ending, or a package.
bool is_flask_file_absent(Pass const& pass, std::string const& path) {
    for (std::string_view const end : {"", ".py", "/__init__.py"}) {
        if (model::look_for_path(pass.build(), *pass.stage(), path + std::string(end))
            != model::ModulePresence::absent) {
            return false;
        }
    }
    return true;
}

/// `FLASK_APP=app.py`, `flask --app shop:create_app run`.
void check_flask(Pass& pass, model::PythonStart const& start) {
    if (!start.is_certain || start.through_script || start.folder.empty()) return;
    auto const target = flask_target(pass, start);
    if (!target) return;
    auto const name = target->text.substr(0, target->text.find(':'));
    auto const folder = std::string(start.folder);
    bool const is_path = name.ends_with(".py") || name.find('/') != name.npos;
    if (is_path) {
        auto const whole =
            name.starts_with('/') ? std::string(name) : folder + "/" + std::string(name);
        if (!is_flask_file_absent(pass, model::clean_path(whole))) return;
    } else {
        auto const roots = model::import_roots(folder, *pass.stage());
        if (!roots || !model::is_dotted_name(name)
            || model::may_be_installed(pass.build(), *pass.stage(), name)
            || model::look_for_module(pass.build(), *pass.stage(), *roots, std::string(name))
                   != model::ModulePresence::absent) {
            return;
        }
    }
    std::string instead;
    for (std::string_view const usual : {"app.py", "wsgi.py", "main.py", "run.py", "server.py"}) {
        auto const path = model::clean_path(folder + "/" + std::string(usual));
        if (instead.empty()
            && model::look_for_path(pass.build(), *pass.stage(), path)
                   == model::ModulePresence::present) {
            instead = ", such as " + std::string(usual);
        }
    }
    pass.report(target->place, flask, name, instead);
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || config.is_windows) return;
    if (!pass.context()->has_compose_file()) check_celery(pass, *stage);
    auto const& start = model::python_start(pass.build(), *stage);
    if (start.kind == model::PythonStart::Kind::flask_run && !pass.context()->has_compose_file())
        check_flask(pass, start);
    bool const is_clear = start.kind == model::PythonStart::Kind::server && start.is_certain
                          && !start.through_script && !start.folder.empty();
    if (!is_clear || !takes_module(start.server)) return;
    if (pass.context()->has_compose_file()) return;
    auto const target = target_of(start);
    if (!target) return;
    auto const roots = model::import_roots(start, *stage);
    if (!roots) return;
    switch (model::look_for_module(pass.build(), *stage, *roots, target->module)) {
        case model::ModulePresence::absent:
            if (!model::may_be_installed(pass.build(), *stage, target->module))
                report_module(pass, *target, start, *roots);
            break;
        case model::ModulePresence::present:
            check_name(pass, *target, start, *roots);
            break;
        case model::ModulePresence::unknown:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::gunicorn_target_not_found
