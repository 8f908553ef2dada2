// Finds applications of Python servers that no source in the image defines.
#include "rules/python/gunicorn-target-not-found.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/python_modules.hpp"
#include "analyzer/model/python_packages.hpp"
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

/// The last operand of the form module:name; a word that nobody knows may be another one.
std::optional<Target> target_of(model::PythonStart const& start) {
    std::optional<Target> target;
    for (auto const& word : start.words.subspan(1)) {
        auto const text = word.value.known();
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

/// Folders that the server imports from; nothing when an option may name others.
std::optional<std::vector<std::string>> roots_of(model::PythonStart const& start,
                                                 model::RuntimeConfig const& config) {
    std::vector<std::string> roots{start.folder};
    auto const words = start.words;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.text_or_empty();
        static constexpr std::string_view unclear[] = {"-c", "--config", "--pythonpath",
                                                       "--env-file"};
        for (auto const option : unclear) {
            if (text == option || text.starts_with(std::string(option) + "=")) return std::nullopt;
        }
        static constexpr std::string_view all_options[] = {"--chdir", "--app-dir"};
        for (auto const option : all_options) {
            if (!text.starts_with(option)) continue;
            auto const value = text.size() > option.size() ? text.substr(option.size() + 1)
                               : i + 1 < words.size()      ? words[i + 1].value.text_or_empty()
                                                           : std::string_view();
            if (value.empty()) return std::nullopt;
            roots.push_back(model::clean_path(value.starts_with('/')
                                                  ? std::string(value)
                                                  : start.folder + "/" + std::string(value)));
        }
    }
    auto const* path = config.find_environment("PYTHONPATH");
    if (path == nullptr) return roots;
    if (!path->value.is_known()) return std::nullopt;
    for (auto rest = *path->value.known(); !rest.empty();) {
        auto const colon = std::min(rest.find(':'), rest.size());
        auto const one = rest.substr(0, colon);
        roots.push_back(model::clean_path(
            one.starts_with('/') ? std::string(one) : start.folder + "/" + std::string(one)));
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    return roots;
}

/// True when a package that is installed may bring the module.
bool may_be_installed(Pass const& pass, std::string_view module) {
    auto const first = module.substr(0, module.find('.'));
    auto const wanted = context::normalised_package_name(first);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != model::Use::run) continue;
            auto const& install = model::package_command(command, pass.build().arena());
            using model::Manager;
            bool const is_python = install.manager == Manager::pip || install.manager == Manager::uv
                                   || install.manager == Manager::pipx;
            bool const is_project =
                install.manager == Manager::poetry || install.manager == Manager::pipenv
                || install.manager == Manager::pdm || install.manager == Manager::conda;
            if (is_project || (is_python && !install.paths.empty())) return true;
            if (install.manager == Manager::uv && install.packages.empty()
                && install.requirement_files.empty()) {
                return true;
            }
        }
    }
    auto const packages = model::python_packages(pass.build(), *pass.stage());
    return std::ranges::any_of(packages, [&](model::PythonPackage const& package) {
        return package.name.empty() || package.name.find(wanted) != std::string::npos
               || wanted.find(package.name) != std::string::npos;
    });
}

enum class Presence { absent, present, unknown };

Presence look(Pass const& pass, std::string const& path) {
    auto const landing = pass.build().landing(*pass.stage(), path);
    if (landing.kind == model::Landing::Kind::unknown) return Presence::unknown;
    if (landing.kind != model::Landing::Kind::absent) return Presence::present;
    auto const* context = pass.context();
    auto const& from = landing.context_path;
    // Files that some step makes, or that an ignore file keeps out, are another matter.
    bool const is_clear =
        from.empty()
        || (context->look(from) == context::Presence::missing && !context->is_git_ignored(from));
    return is_clear && pass.build().context_is_certain(from) ? Presence::absent : Presence::unknown;
}

/// Whether the image has a module of that dotted name in one of the folders.
Presence look_for_module(Pass const& pass, std::vector<std::string> const& roots,
                         std::string const& module) {
    auto tail = module;
    std::ranges::replace(tail, '.', '/');
    for (auto const& root : roots) {
        for (auto const& path : {tail + ".py", tail + "/__init__.py", tail}) {
            auto const one = look(pass, model::clean_path(root + "/" + path));
            if (one != Presence::absent) return one;
        }
    }
    return Presence::absent;
}

void report_module(Pass& pass, Target const& target, model::PythonStart const& start,
                   std::vector<std::string> const& roots) {
    auto const& module = target.module;
    auto const span = target.argument->raw.source();
    auto const dot = module.rfind('.');
    if (dot != std::string::npos) {
        auto const parent = module.substr(0, dot);
        if (look_for_module(pass, roots, parent) == Presence::present) {
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
    if (module == nullptr || module->facts->has_star_import) return;
    auto const& names = module->facts->definitions;
    auto const defines = [&](std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    if (defines(target.name) || defines("__getattr__")) return;
    // A module of the package is one of its names once something imports it.
    if (module->is_package
        && look_for_module(pass, roots, target.module + "." + target.name) != Presence::absent) {
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

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || config.is_windows) return;
    auto const start = model::python_start(pass.build(), *stage);
    bool const is_clear = start.kind == model::PythonStart::Kind::server && start.is_certain
                          && !start.through_script && !start.folder.empty();
    if (!is_clear || !takes_module(start.server)) return;
    if (pass.context()->has_compose_file()) return;
    auto const target = target_of(start);
    if (!target) return;
    auto const roots = roots_of(start, config);
    if (!roots) return;
    switch (look_for_module(pass, *roots, target->module)) {
        case Presence::absent:
            if (!may_be_installed(pass, target->module))
                report_module(pass, *target, start, *roots);
            break;
        case Presence::present:
            check_name(pass, *target, start, *roots);
            break;
        case Presence::unknown:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::gunicorn_target_not_found
