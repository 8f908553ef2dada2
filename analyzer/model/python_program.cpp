// Walking from module to module as the interpreter would.
#include "analyzer/model/python_program.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/environment.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/python_modules.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_walk.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using context::PythonFacts;
using context::PythonImport;
using context::PythonScope;

/// Scopes that are looked at; a program with more says nothing about the rest.
constexpr std::size_t most_steps = 2000;
constexpr int deepest_alias = 6;
/// Files that are opened; a program with more reads them by some list.
constexpr std::size_t most_opened = 50;

std::string dotted(std::string_view a, std::string_view b) {
    if (a.empty()) return std::string(b);
    if (b.empty()) return std::string(a);
    return std::string(a) + "." + std::string(b);
}

PythonScope const* scope_of(PythonFacts const& facts, std::string_view name) {
    for (auto const& scope : facts.scopes) {
        if (scope.name == name) return &scope;
    }
    return nullptr;
}

bool defines(PythonFacts const& facts, std::string_view name) {
    return std::ranges::find(facts.definitions, name) != facts.definitions.end();
}

/// `module:callable`, `module:factory()`, a file.
struct Application {
    std::string_view module;
    std::string_view callable;  ///< with its parentheses
};

Application split_application(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == text.npos) return {text, {}};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

class Walker {
 public:
    Walker(Build const& build, Stage const& stage, PythonStart const& start)
        : build_(build), stage_(stage), start_(start), modules_(build, stage) {}

    PythonProgram walk() {
        if (build_.context() == nullptr || !find_roots()) return {};
        switch (start_.kind) {
            case PythonStart::Kind::file:
                start_file();
                break;
            case PythonStart::Kind::module:
                start_module();
                break;
            case PythonStart::Kind::flask_run:
                start_flask();
                break;
            case PythonStart::Kind::server:
                start_server();
                break;
            case PythonStart::Kind::worker:
                start_worker();
                break;
            case PythonStart::Kind::none:
                break;
        }
        run_pending();
        if (loads_django_) {
            auto const before = program_.files.size();
            load_django_settings();
            run_pending();
            if (start_.kind == PythonStart::Kind::server) note_named_modules(before);
        }
        return certain_part(build_, stage_, start_, std::move(program_));
    }

 private:
    /// Folders of sys.path that belong to the image's sources. In front is that of a started file.
    bool find_roots() {
        bool const is_file = start_.kind == PythonStart::Kind::file;
        if ((is_file ? start_.file : start_.folder).empty()) return false;
        auto const roots = import_roots(std::string(start_.folder), stage_);
        if (!roots) return false;
        modules_.add_root(is_file ? clean_path(std::string(start_.file) + "/..") : roots->front());
        for (std::size_t i = 1; i < roots->size(); ++i) modules_.add_root((*roots)[i]);
        return true;
    }

    void run_pending() {
        while (!pending_.empty() && steps_++ < most_steps) {
            auto const [module, scope] = pending_.back();
            pending_.pop_back();
            run(*module, *scope);
        }
    }

    /// The settings that Django takes: those that a variable names, or else the program's own.
    void load_django_settings() {
        constexpr std::string_view variable = "DJANGO_SETTINGS_MODULE";
        auto const* given = stage_.config.find_environment(variable);
        if (given == nullptr && may_have_variable(stage_, variable)) return;
        if (given != nullptr && !given->value.is_known()) return;
        import(given == nullptr ? django_settings_ : std::string(*given->value.known()));
    }

    /// What the settings list, of the sources from one on.
    void note_named_modules(std::size_t begin) {
        bool const is_changed = std::ranges::any_of(program_.files, [&](std::string const& file) {
            auto const* facts = build_.context()->python(file);
            return facts != nullptr && facts->changes_named_modules;
        });
        if (is_changed) return;
        int lists = 0;
        for (auto i = begin; i < program_.files.size(); ++i) {
            auto const* facts = build_.context()->python(program_.files[i]);
            auto const* source = build_.context()->read(program_.files[i]);
            if (facts == nullptr || source == nullptr) continue;
            bool begins_list = false;
            for (auto const& one : facts->named_modules) {
                if (one.is_worker_class) continue;
                begins_list |= one.begins_list;
                auto const first = one.module.substr(0, one.module.find('.'));
                if (modules_.find(first) == nullptr && modules_.find(one.module) == nullptr)
                    program_.named.push_back({one.module, {source, one.span}});
            }
            lists += begins_list ? 1 : 0;
        }
        // One of several may take the place of the others.
        if (lists != 1) program_.named.clear();
    }

    /// Imports a module and the packages that it lies in.
    PythonModule const* import(std::string const& name) {
        if (name.empty()) return nullptr;
        for (std::size_t dot = name.find('.');; dot = name.find('.', dot + 1)) {
            auto const part = name.substr(0, dot);
            auto const* module = modules_.find(part);
            if (module != nullptr) enter(*module, "");
            if (dot == std::string::npos) {
                if (module == nullptr) add_foreign(name);
                return module;
            }
        }
    }

    void add_foreign(std::string const& name) {
        auto const first = name.substr(0, name.find('.'));
        if (std::ranges::find(program_.foreign, first) == program_.foreign.end()) {
            program_.foreign.push_back(first);
        }
    }

    bool enter(PythonModule const& module, std::string_view scope_name) {
        auto const* scope = scope_of(*module.facts, scope_name);
        if (scope == nullptr) return false;
        // Its arguments may be the values of its fields.
        if (scope->is_settings && has_arguments_) return true;
        if (seen_.insert(scope).second) pending_.emplace_back(&module, scope);
        return true;
    }

    void run(PythonModule const& module, PythonScope const& scope) {
        if (scope.name.empty()) {
            program_.files.push_back(module.path);
            program_.folders.insert(clean_path(module.image_path + "/.."));
            program_.mentioned.insert(program_.mentioned.end(), module.facts->imports.begin(),
                                      module.facts->imports.end());
            program_.written.insert(module.facts->written.begin(), module.facts->written.end());
            program_.variable_files.insert(module.facts->environment_files.begin(),
                                           module.facts->environment_files.end());
            program_.changes_folder |= module.facts->changes_folder;
            program_.makes_files |= module.facts->makes_files;
            if (django_settings_.empty()) django_settings_ = module.facts->django_settings;
        }
        auto const* source = build_.context()->read(module.path);
        if (module.facts->fills_environment) program_.filling.insert(source);
        for (auto const& read : scope.required) {
            if (source != nullptr)
                program_.required.push_back({read.name, {source, read.span}, read.any_case});
        }
        for (auto const& file : scope.opened) {
            if (source != nullptr && program_.opened.size() < most_opened)
                program_.opened.push_back({file.path, {source, file.span}});
        }
        // The stack gives the last one back first.
        for (auto i = scope.calls.size(); i-- > 0;) {
            has_arguments_ = scope.calls[i].has_arguments;
            note_django(scope.calls[i].name);
            call_by_name(module, scope, scope.calls[i].name, 0);
        }
        has_arguments_ = false;
        for (auto const& text : scope.loads) {
            load_object(text);
            // A worker reads its settings at once.
            loads_django_ |=
                start_.kind == PythonStart::Kind::worker && text == "django.conf:settings";
        }
        for (auto i = scope.imports.size(); i-- > 0;) import_item(module, scope.imports[i]);
    }

    /// Functions of Django that load its settings at once.
    void note_django(std::string_view call) {
        static constexpr std::string_view loading[] = {"get_wsgi_application",
                                                       "get_asgi_application",
                                                       "execute_from_command_line", "django.setup"};
        loads_django_ |= std::ranges::find(loading, call) != std::ranges::end(loading);
    }

    [[nodiscard]] std::optional<std::string> absolute_name(PythonModule const& module,
                                                           PythonImport const& item) const {
        if (item.level == 0) return item.module;
        auto package = module.package();
        for (std::uint32_t level = 1; level < item.level; ++level) {
            auto const dot = package.rfind('.');
            if (dot == std::string::npos) return std::nullopt;
            package.resize(dot);
        }
        return dotted(package, item.module);
    }

    /// A relative import of a module that has no package around it, whatever folder it lies in.
    /// Flask makes packages of the folders around a file by itself.
    void note_lone_relative(PythonModule const& module, PythonImport const& item) {
        bool const is_new = lone_asked_ != &module && program_.lone_relative.source == nullptr;
        if (item.level == 0 || item.span.empty() || !is_new) return;
        lone_asked_ = &module;
        bool const is_lone = module.package().empty() && !defines(*module.facts, "__package__");
        if (!is_lone || start_.kind == PythonStart::Kind::flask_run) return;
        auto const landing = build_.landing(stage_, module.image_path);
        if (landing.kind != Landing::Kind::context_file) return;
        program_.lone_relative = {build_.context()->read(module.path), item.span};
    }

    void import_item(PythonModule const& module, PythonImport const& item) {
        note_lone_relative(module, item);
        auto const name = absolute_name(module, item);
        if (!name) return;
        auto const* imported = name->empty() ? nullptr : import(*name);
        if (item.item.empty() || item.item == "*") return;
        // An attribute of the package comes before a module in it.
        if (imported != nullptr && defines(*imported->facts, item.item)) return;
        auto const* part = modules_.find(dotted(*name, item.item));
        if (part != nullptr) enter(*part, "");
    }

    void load_object(std::string const& text) {
        auto name = text;
        std::ranges::replace(name, ':', '.');
        while (!name.empty()) {
            if (modules_.find(name) != nullptr) {
                import(name);
                return;
            }
            auto const dot = name.rfind('.');
            if (dot == std::string::npos) return;
            name.resize(dot);
        }
    }

    /// Runs the function or class that a dotted name means in a module.
    bool call_by_name(PythonModule const& module, PythonScope const& scope, std::string_view name,
                      int depth) {
        if (depth > deepest_alias) return false;
        if (name.find('.') == name.npos && enter(module, name)) return true;
        for (auto const* where : {&scope, scope_of(*module.facts, "")}) {
            if (where == nullptr) continue;
            for (auto const& item : where->imports) {
                if (call_imported(module, item, name, depth)) return true;
            }
        }
        return false;
    }

    bool call_imported(PythonModule const& module, PythonImport const& item, std::string_view name,
                       int depth) {
        bool const is_whole = name == item.name;
        bool const is_part = name.size() > item.name.size() && name.starts_with(item.name)
                             && name[item.name.size()] == '.';
        if (!is_whole && !is_part) return false;
        auto const from = absolute_name(module, item);
        if (!from) return false;
        auto const rest = is_part ? name.substr(item.name.size() + 1) : std::string_view();
        auto const* origin = from->empty() ? nullptr : modules_.find(*from);
        if (item.item.empty()) return origin != nullptr && is_part && call_in(*origin, rest, depth);
        if (is_whole) return origin != nullptr && call_in(*origin, item.item, depth);
        auto const* part = modules_.find(dotted(*from, item.item));
        return part != nullptr && call_in(*part, rest, depth);
    }

    bool call_in(PythonModule const& module, std::string_view name, int depth) {
        auto const* whole = scope_of(*module.facts, "");
        return whole != nullptr && call_by_name(module, *whole, name, depth + 1);
    }

    void start_file() {
        auto const name = start_.file.substr(start_.file.rfind('/') + 1);
        auto const stem = name.ends_with(".py") ? name.substr(0, name.size() - 3) : name;
        auto const* module = modules_.load_main(std::string(stem), std::string(start_.file));
        if (module != nullptr) start_main(*module);
    }

    void start_module() {
        auto const name = std::string(start_.module);
        auto const* module = modules_.find(name);
        if (module != nullptr && module->is_package) {
            import(name);
            module = modules_.find(name + ".__main__");
        } else if (auto const dot = name.rfind('.'); dot != std::string::npos) {
            import(name.substr(0, dot));
        }
        if (module != nullptr) start_main(*module);
    }

    /// `app`, or the function that makes it where only the started file has one.
    static std::string application_of(PythonFacts const& facts) {
        if (defines(facts, "app")) return "app";
        auto const* const main = scope_of(facts, "__main__");
        if (main == nullptr) return {};
        static constexpr std::string_view makers[] = {"create_app", "make_app", "build_app"};
        for (auto const& call : main->calls) {
            bool const is_maker = std::ranges::find(makers, call.name) != std::ranges::end(makers);
            if (is_maker && !call.has_arguments && defines(facts, call.name)) {
                return call.name + "()";
            }
        }
        return {};
    }

    void start_main(PythonModule const& module) {
        program_.runs_application = !module.facts->app_run_calls.empty();
        if (is_dotted_name(module.name) && modules_.first_root() == start_.folder) {
            auto const callable = application_of(*module.facts);
            if (!callable.empty()) program_.application = module.name + ":" + callable;
        }
        enter(module, "__main__");
        enter(module, "");
    }

    void start_flask() {
        auto named = start_.option("--app", "-A");
        if (named.empty()) {
            auto const* variable = stage_.config.find_environment("FLASK_APP");
            if (variable != nullptr && !variable->value.is_known()) return;
            if (variable != nullptr) named = *variable->value.known();
        }
        if (!named.empty()) return start_flask_application(split_application(named));
        if (named.empty() && may_have_variable(stage_, "FLASK_APP")) return;
        // Flask's own search: wsgi.py, then app.py, either of them also as a package.
        static constexpr std::string_view all_names[] = {"wsgi", "app"};
        for (auto const name : all_names) {
            if (modules_.find(std::string(name)) == nullptr) continue;
            return start_flask_application({name, {}});
        }
    }

    void start_flask_application(Application application) {
        auto name = std::string(application.module);
        bool const is_file = name.ends_with(".py");
        if (is_file) name.resize(name.size() - 3);
        if (name.starts_with("./")) name.erase(0, 2);
        if (auto const slash = name.rfind('/'); slash != std::string::npos) {
            auto const folder = name.substr(0, slash);
            modules_.set_first_root(folder.starts_with('/')
                                        ? clean_path(folder)
                                        : clean_path(modules_.first_root() + "/" + folder));
            name.erase(0, slash + 1);
        }
        auto const* module = modules_.find(name);
        if (module == nullptr) return;
        import(name);
        auto callable = std::string(application.callable);
        if (callable.empty()) {
            static constexpr std::string_view usual_names[] = {"app", "application"};
            for (auto const usual : usual_names) {
                if (callable.empty() && defines(*module->facts, usual)) callable = usual;
            }
            static constexpr std::string_view factories[] = {"create_app", "make_app"};
            for (auto const factory : factories) {
                if (callable.empty() && defines(*module->facts, factory))
                    callable = std::string(factory) + "()";
            }
        }
        if (callable.empty()) return;
        auto const function = callable.substr(0, callable.find('('));
        bool const is_factory = scope_of(*module->facts, function) != nullptr;
        if (is_factory) call_in(*module, function, 0);
        if (callable.ends_with(')') && !is_factory) call_in(*module, function, 0);
        if (is_factory && callable == function) callable += "()";
        if (modules_.first_root() == start_.folder)
            program_.application = module->name + ":" + callable;
    }

    /// The word of a server's command line that names a visible module.
    void start_server() {
        for (std::size_t i = 1; i < start_.words.size(); ++i) {
            auto const text = start_.words[i].value.text_or_empty();
            // Settings that bring variables of their own, and other folders.
            static constexpr std::string_view unclear[] = {
                "-e",      "--env",     "-c",    "--config",    "--env-file",
                "--chdir", "--app-dir", "--ini", "--pythonpath"};
            for (auto const word : unclear) {
                if (text == word || (text.starts_with(word) && text[word.size()] == '=')) return;
            }
        }
        auto const settings = clean_path(std::string(start_.folder) + "/gunicorn.conf.py");
        if (placed_file(build_, stage_, settings)) return;
        for (std::size_t i = 1; i < start_.words.size(); ++i) {
            auto const text = start_.words[i].value.text_or_empty();
            if (text.starts_with('-')) continue;
            auto const application = split_application(text);
            if (!is_dotted_name(application.module)) continue;
            // Elsewhere a plain name may be the value of an option.
            bool const is_first_or_last = i == 1 || i + 1 == start_.words.size();
            if (application.callable.empty() && !is_first_or_last) continue;
            auto const name = std::string(application.module);
            auto const* module = modules_.find(name);
            if (module == nullptr) continue;
            import(name);
            auto const callable = application.callable;
            bool const is_factory = callable.ends_with(')') || has_factory_option();
            if (is_factory) call_in(*module, callable.substr(0, callable.find('(')), 0);
            program_.application = std::string(text);
            return;
        }
    }

    /// A module, or a package with a module of the name celery.
    void start_worker() {
        auto const name = std::string(split_application(start_.module).module);
        auto const* module = modules_.find(name);
        if (module == nullptr) return;
        import(name);
        bool const has_application =
            defines(*module->facts, "app") || defines(*module->facts, "celery");
        if (module->is_package && !has_application && modules_.find(name + ".celery") != nullptr)
            import(name + ".celery");
    }

    [[nodiscard]] bool has_factory_option() const {
        return std::ranges::any_of(start_.words, [](Argument const& word) {
            auto const text = word.value.text_or_empty();
            return text == "--factory" || text == "--call";
        });
    }

    Build const& build_;
    Stage const& stage_;
    PythonStart const& start_;
    PythonModules modules_;
    std::set<PythonScope const*> seen_;
    PythonModule const* lone_asked_ = nullptr;  ///< whose relative imports have been looked at
    std::vector<std::pair<PythonModule const*, PythonScope const*>> pending_;
    std::string django_settings_;
    bool loads_django_ = false;
    bool has_arguments_ = false;  ///< of the call that is followed
    std::size_t steps_ = 0;
    PythonWalk program_;
};

}  // namespace

bool PythonProgram::imports(std::string_view module) const {
    return std::ranges::find(foreign, module) != foreign.end();
}

bool PythonProgram::serves_flask_itself() const {
    return runs_application && !files.empty() && imports("flask")
           && std::ranges::none_of(mentioned, is_production_server);
}

PythonProgram const& python_program(Build const& build, Stage const& stage) {
    if (stage.python_program == nullptr) {
        auto const& start = python_start(build, stage);
        stage.python_program =
            build.arena().make<PythonProgram>(Walker(build, stage, start).walk());
    }
    return *stage.python_program;
}

PythonProgram django_command_program(Build const& build, Stage const& stage,
                                     Command const& command) {
    constexpr std::string_view variable = "DJANGO_SETTINGS_MODULE";
    auto const folder = directory_of(build, stage, command);
    bool const is_manage = command.program.starts_with("python") && command.arguments.size() > 1
                           && base_name(command.argument(1)) == "manage.py";
    if (build.context() == nullptr || !is_manage || !folder.is_known()) return {};
    auto const file = path_of(build, stage, command, command.arguments[1].value);
    if (!file.is_known()) return {};
    // The image may say something else at its end than here.
    using State = dockerfile::Variable::State;
    auto const given = build.variable(*command.instruction, variable);
    auto const* at_end = stage.config.find_environment(variable);
    bool const is_same = at_end == nullptr ? given.state == State::unset
                                           : given.state == State::known
                                                 && given.value.known() == at_end->value.known();
    if (!is_same) return {};
    PythonStart start;
    start.kind = PythonStart::Kind::file;
    start.is_certain = true;
    start.file = clean_path(*file.known(), build.arena());
    start.folder = clean_path(*folder.known(), build.arena());
    auto program = Walker(build, stage, start).walk();
    auto const beside = start.file.substr(0, start.file.rfind('/') + 1);
    auto const manage = build.landing(command, start.file);
    if (manage.kind != Landing::Kind::context_file) return {};
    auto const prefix = manage.context_path.substr(0, manage.context_path.rfind('/') + 1);
    bool const are_there = std::ranges::all_of(program.files, [&](std::string_view source) {
        if (!source.starts_with(prefix)) return false;
        auto const path = std::string(beside) + std::string(source.substr(prefix.size()));
        auto const landing = build.landing(command, path);
        return landing.kind == Landing::Kind::context_file && landing.context_path == source;
    });
    return are_there ? program : PythonProgram{};
}

std::optional<Place> certain_import(Build const& build, PythonProgram const& program,
                                    std::string_view module) {
    auto const is_in_module = [&](std::string_view name) {
        return name.starts_with(module)
               && (name.size() == module.size() || name[module.size()] == '.');
    };
    for (auto const file : program.files) {
        auto const* facts = build.context()->python(file);
        auto const* source = build.context()->read(file);
        if (facts == nullptr || source == nullptr || facts->scopes.empty()) continue;
        for (auto const& one : facts->scopes.front().imports) {
            bool const is_plain = one.level == 0 && !one.span.empty();
            if (is_plain && is_in_module(dotted(one.module, one.item)))
                return Place{source, one.span};
        }
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
