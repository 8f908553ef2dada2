// Comparing what a program imports with what pip installs.
#include "analyzer/model/python_imports.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/program_installs.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/started_files.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;

/// Packages of a distribution are for its own Python, and those of other languages for none.
bool is_of_another_language(Manager manager) {
    return manager == Manager::apt || manager == Manager::apk || manager == Manager::npm
           || manager == Manager::yarn || manager == Manager::pnpm;
}

/// True when the container certainly runs the Python of an image of that name, which lies in
/// /usr/local/bin, and not that of the distribution.
bool starts_own_python(Stage const& stage, PythonStart const& start) {
    if (start.whole.empty()) return false;
    auto const program = start.whole.front().value.text_or_empty();
    if (program.starts_with('/')) return program.starts_with("/usr/local/bin/");
    if (program.empty() || program.starts_with("python3.")) return false;
    auto const* path = stage.config.find_environment("PATH");
    if (path == nullptr) return true;
    auto const pieces = path->value.pieces();
    if (pieces.empty()) return false;
    auto const& first = *pieces.begin();
    return first.known ? first.text.starts_with("/usr/local/") : first.variable == "PATH";
}

/// Python packages of the distribution, which are for its own Python.
bool is_of_system_python(PackageCommand const& install) {
    return (install.manager == Manager::apt || install.manager == Manager::apk)
           && std::ranges::any_of(install.packages, [](Package const& package) {
                  return package.name.empty() || package.name.starts_with("py");
              });
}

/// Whether one part of a chain of stages brings a module.
Brings brought_in(Build const& build, Stage const& stage, std::string const& module,
                  bool is_own_python) {
    if (!stage.triggered.instructions.empty()) return Brings::unknown;
    for (auto const& transfer : stage.transfers) {
        if (transfer.from != nullptr || transfer.is_add) return Brings::unknown;
    }
    for (auto const& instruction : stage.instructions) {
        if (instruction.keyword == ast::Keyword::unknown) return Brings::unknown;
        if (instruction.keyword != ast::Keyword::run) continue;
        auto const commands = stage.commands_of(instruction);
        if (commands.empty()) return Brings::unknown;
        for (auto const& command : commands) {
            auto const& install = package_command(command, build.arena());
            if (!is_own_python && is_of_system_python(install)) return Brings::unknown;
            if (is_of_another_language(install.manager)) continue;
            auto const one = brought_by(build, stage, command, module, {});
            if (one != Brings::no) return one;
        }
    }
    return Brings::no;
}

bool is_brought(Build const& build, Stage const& stage, PythonStart const& start,
                std::string_view name) {
    bool const is_own_python = starts_own_python(stage, start);
    auto const module = std::string(knowledge::module_prefix) + std::string(name);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (brought_in(build, *part, module, is_own_python) != Brings::no) return true;
        if (part->parent != nullptr) continue;
        auto const* image = known_image(part->base);
        return image == nullptr || image->name != "python";
    }
    return true;
}

/// The module that gunicorn loads for a class of workers, or empty: some it has itself.
std::string worker_module(std::string_view name) {
    if (name.starts_with("gevent")) return "gevent";
    if (name == "eventlet" || name == "tornado") return std::string(name);
    auto const dot = name.find('.');
    bool const is_own = dot == name.npos || name.starts_with("gunicorn.");
    return is_own ? std::string() : std::string(name.substr(0, dot));
}

/// `gunicorn -k gevent`, or what the file of `-c` says.
std::optional<ForeignModule> worker_class(Build const& build, Stage const& stage,
                                          PythonStart const& start) {
    if (start.server != "gunicorn") return std::nullopt;
    for (std::size_t i = 1; i < start.words.size(); ++i) {
        auto const text = start.words[i].value.text_or_empty();
        bool const is_option = text == "-k" || text == "--worker-class";
        bool const is_joined = text.starts_with("--worker-class=");
        if (!is_joined && (!is_option || i + 1 >= start.words.size())) continue;
        auto const& word = start.words[is_option ? i + 1 : i];
        auto const name = is_joined ? text.substr(text.find('=') + 1) : word.value.text_or_empty();
        return ForeignModule{name, {&build.source(), word.raw.source()}};
    }
    auto const& commands = start_of(build, stage).commands;
    auto const* word = commands.size() == 1 ? settings_file(commands.front()) : nullptr;
    if (word == nullptr) return std::nullopt;
    auto const path = path_of(build, stage, commands.front(), word->value).known();
    auto const file = path ? placed_file(build, stage, *path) : std::nullopt;
    auto const* facts = file ? build.context()->python(*file) : nullptr;
    auto const* source = file ? build.context()->read(*file) : nullptr;
    if (facts == nullptr || source == nullptr) return std::nullopt;
    for (auto const& one : facts->named_modules) {
        if (one.is_worker_class) return ForeignModule{one.module, {source, one.span}};
    }
    return std::nullopt;
}

/// The last package that is not for development, or nullptr.
PythonPackage const* last_for_use(std::span<PythonPackage const> packages) {
    for (auto i = packages.size(); i-- > 0;) {
        if (!packages[i].is_for_development) return &packages[i];
    }
    return nullptr;
}

/// Apps of Django that bring models, for which it loads the driver of its database at once.
bool has_models(context::PythonFacts const& facts) {
    static constexpr WordList apps =
        " django.contrib.admin django.contrib.auth django.contrib.contenttypes "
        "django.contrib.sessions django.contrib.sites ";
    return std::ranges::any_of(facts.named_modules,
                               [](auto const& one) { return apps.holds(one.module); });
}

/// The settings say once which database it is.
bool has_one_database(Build const& build, PythonStart const& start, PythonProgram const& program) {
    if (start.kind != PythonStart::Kind::server || !program.imports("django")) return false;
    int count = 0;
    for (auto const& file : program.files) {
        auto const* facts = build.context()->python(file);
        auto const* source = build.context()->read(file);
        if (facts == nullptr || source == nullptr) return false;
        // Settings that come from a file which may not be there.
        if (facts->may_have_other_names && source->bytes().find("except") != std::string_view::npos)
            return false;
        for (auto const& need : facts->needed)
            count += static_cast<int>(need.kind == context::NeededModule::Kind::database);
    }
    return count == 1;
}

bool may_name_broker(Stage const& stage, PythonStart const& start) {
    if (stage.config.find_environment("CELERY_BROKER_URL") != nullptr) return true;
    return std::ranges::any_of(start.words, [](Argument const& word) {
        auto const text = word.value.text_or_empty();
        return text.starts_with("-b") || text.starts_with("--broker");
    });
}

class ImportSearch {
 public:
    ImportSearch(Build const& build, Stage const& stage, PythonStart const& start,
                 std::vector<std::string> roots, Place installed)
        : build_(build),
          stage_(stage),
          start_(start),
          roots_(std::move(roots)),
          installed_(installed) {}

    /// The package that brings a module which certainly is not there; else empty.
    [[nodiscard]] std::string_view package_of(std::string const& module) const {
        auto const package = knowledge::package_of_module(module);
        // Images of an older Python have that one.
        if (module == "pkg_resources") return {};
        if (package.empty() || is_brought(build_, stage_, start_, module)) return {};
        bool const is_absent =
            look_for_module(build_, stage_, roots_, module) == ModulePresence::absent
            && !lies_anywhere(build_, module);
        return is_absent ? package : std::string_view();
    }

    [[nodiscard]] std::optional<MissingImport> named(std::string const& module, Place place) const {
        if (module.empty()) return std::nullopt;
        auto const package = package_of(module);
        if (package.empty()) return std::nullopt;
        return MissingImport{module, package, place, installed_, {}};
    }

    [[nodiscard]] std::optional<MissingImport> imported(PythonProgram const& program,
                                                        std::string const& module) const {
        auto const package = package_of(module);
        if (package.empty()) return std::nullopt;
        auto const import = certain_import(build_, program, module);
        if (!import) return std::nullopt;
        return MissingImport{module, package, *import, installed_, {}};
    }

    /// What a source needs without importing it.
    [[nodiscard]] std::optional<MissingImport> needed(PythonProgram const& program) const {
        bool const is_one_database = has_one_database(build_, start_, program);
        for (auto const& file : program.files) {
            auto const* facts = build_.context()->python(file);
            auto const* source = build_.context()->read(file);
            if (facts == nullptr || source == nullptr) continue;
            for (auto const& need : facts->needed) {
                using Need = context::NeededModule::Kind;
                bool const is_needed = need.kind == Need::database
                                           ? is_one_database && has_models(*facts)
                                           : need.kind != Need::broker || is_broker_used();
                if (!is_needed) continue;
                auto found = named(need.module, {source, need.span});
                if (!found || has_other_driver(need.module)) continue;
                found->need = need.kind;
                return found;
            }
        }
        return std::nullopt;
    }

 private:
    /// Django takes psycopg for psycopg2, and PyMySQL can stand for MySQLdb.
    [[nodiscard]] bool has_other_driver(std::string_view module) const {
        auto const other = module == "psycopg2"  ? std::string("psycopg")
                           : module == "MySQLdb" ? std::string("pymysql")
                                                 : std::string();
        return !other.empty() && package_of(other).empty();
    }

    [[nodiscard]] bool is_broker_used() const {
        return start_.kind == PythonStart::Kind::worker && !may_name_broker(stage_, start_);
    }

    Build const& build_;
    Stage const& stage_;
    PythonStart const& start_;
    std::vector<std::string> roots_;
    Place installed_;
};

}  // namespace

std::optional<NeededDriver> database_driver(Build const& build, PythonStart const& start,
                                            PythonProgram const& program) {
    if (!has_one_database(build, start, program)) return std::nullopt;
    for (auto const& file : program.files) {
        auto const* facts = build.context()->python(file);
        auto const* source = build.context()->read(file);
        if (facts == nullptr || source == nullptr || !has_models(*facts)) continue;
        for (auto const& need : facts->needed) {
            bool const is_database = need.kind == context::NeededModule::Kind::database;
            if (is_database && !need.module.empty())
                return NeededDriver{need.module, {source, need.span}};
        }
    }
    return std::nullopt;
}

std::optional<MissingImport> missing_import(Build const& build, Stage const& stage,
                                            PythonStart const& start) {
    if (build.context() == nullptr || !start.is_certain || start.through_script)
        return std::nullopt;
    auto const folder = start.kind == PythonStart::Kind::file
                            ? start.file.substr(0, start.file.rfind('/'))
                            : start.folder;
    auto roots = import_roots(std::string(folder), stage);
    auto const packages = python_packages(build, stage);
    auto const* last = last_for_use(packages);
    if (!roots || last == nullptr || fills_packages(build)) return std::nullopt;
    auto const& program = python_program(build, stage);
    ImportSearch const search(build, stage, start, std::move(*roots), last->place);
    for (auto const name : program.foreign) {
        if (auto found = search.imported(program, std::string(name))) return found;
    }
    for (auto const& one : program.named) {
        auto const first = std::string(one.module.substr(0, one.module.find('.')));
        if (auto found = search.named(first, one.place)) return found;
    }
    if (auto found = search.needed(program)) return found;
    auto const worker = worker_class(build, stage, start);
    return worker ? search.named(worker_module(worker->module), worker->place) : std::nullopt;
}

namespace {

/// The minor version of the image's own Python 3, where no other one is in sight.
std::optional<std::uint32_t> own_minor(Build const& build, Stage const& stage) {
    auto const& root = stage.root();
    auto const version = language_of(root);
    auto const* image = known_image(root);
    bool const is_known = image != nullptr && image->name == "python" && version
                          && version->language == "Python" && version->major == 3;
    if (!is_known || !version->minor) return std::nullopt;
    static constexpr std::string_view others[] = {"pyenv", "conda", "mamba",     "deadsnakes",
                                                  "pypy",  "asdf",  "uv python", "altinstall"};
    if (std::ranges::any_of(others, [&](auto word) { return build.may_hold(word); }))
        return std::nullopt;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            if (transfer.from != nullptr) return std::nullopt;
        }
        for (auto const& command : part->commands) {
            if (command.use == Use::run && manager_of(command) == Manager::uv) return std::nullopt;
        }
    }
    return version->minor;
}

/// True when a requirement may be one that brings the module again.
bool may_be_brought_again(std::span<PythonPackage const> packages, std::string_view module) {
    auto const name = context::normalised_package_name(module);
    return std::ranges::any_of(packages, [&](PythonPackage const& package) {
        return package.is_path_or_url || package.name.find(name) != package.name.npos
               || package.name.starts_with("standard-");
    });
}

}  // namespace

std::optional<RemovedImport> removed_import(Build const& build, Stage const& stage,
                                            PythonStart const& start) {
    if (build.context() == nullptr || !start.is_certain || start.through_script)
        return std::nullopt;
    auto const& program = python_program(build, stage);
    if (program.foreign.empty() || !starts_own_python(stage, start)) return std::nullopt;
    auto const minor = own_minor(build, stage);
    constexpr std::uint32_t first = 12;
    if (!minor || *minor < first || fills_packages(build)) return std::nullopt;
    auto const folder = start.kind == PythonStart::Kind::file
                            ? start.file.substr(0, start.file.rfind('/'))
                            : start.folder;
    auto const roots = import_roots(std::string(folder), stage);
    if (!roots) return std::nullopt;
    auto const packages = python_packages(build, stage);
    for (auto const& removed : knowledge::removed_modules()) {
        if (*minor < removed.minor || !program.imports(removed.name)) continue;
        auto const import = certain_import(build, program, removed.name);
        bool const is_of_setuptools =
            removed.name == "distutils" || removed.name == "pkg_resources";
        auto const brought = is_of_setuptools ? std::string_view("pkg_resources") : removed.name;
        if (!import || may_be_brought_again(packages, removed.name)
            || is_brought(build, stage, start, brought)
            || look_for_module(build, stage, *roots, std::string(removed.name))
                   != ModulePresence::absent
            || lies_anywhere(build, removed.name)) {
            continue;
        }
        return RemovedImport{&removed, *import};
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
