// Installs, downloads and copies of a RUN, as far as they may put a program onto the PATH.
#include "analyzer/model/program_installs.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_projects.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/version_range.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;
using knowledge::PackageFamily;

constexpr std::size_t most_requirement_files = 50;

template <std::size_t N>
bool is_listed(std::string_view word, std::string_view const (&list)[N]) {
    return std::ranges::find(list, word) != std::ranges::end(list);
}

/// Commands that put nothing onto the PATH.
bool puts_nothing(std::string_view program) {
    static constexpr WordTable programs =
        " . : [ addgroup adduser apt-key apt-mark cat cd chgrp chmod chown command date "
        "dpkg-query echo env exit export false find getent grep groupadd groupmod hash head "
        "id ldconfig locale-gen ls mkdir mkfifo printf pwd rm rmdir sed set sleep sort stat "
        "test touch tr true umask uname unset update-ca-certificates update-locale useradd "
        "usermod wc which xargs dpkg-reconfigure a2enmod a2ensite docker-php-ext-install "
        "docker-php-ext-configure docker-php-ext-enable chsh passwd chpasswd basename cut df diff "
        "dirname du jq md5sum sha1sum sha256sum sha512sum sync tail uniq ";
    return programs.holds(program);
}

/// What copies or unpacks files does harm where it names the program or a folder of the PATH.
Brings after_moving(Command const& command, std::string_view program,
                    std::span<std::string_view const> folders) {
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.known();
        if (!text) return Brings::unknown;
        if (base_name(*text).find(program) != text->npos) return Brings::unknown;
        auto const value = text->substr(text->rfind('=') + 1);
        if (!value.starts_with('/')) continue;
        auto const path = clean_path(value);
        for (auto const folder : folders) {
            bool const is_near =
                is_at_or_below(folder, path) || (folder != "/" && is_at_or_below(path, folder));
            if (is_near) return Brings::unknown;
        }
    }
    return Brings::no;
}

bool is_python(std::string_view program) {
    return program == "python" || program == "python3" || program.starts_with("python3.");
}

class Installs {
 public:
    Installs(Build const& build, Stage const& stage, Command const& command,
             std::string_view program)
        : build_(build), stage_(stage), command_(command), program_(program) {}

    Brings answer(PackageCommand const& install) {
        switch (install.manager) {
            case Manager::apt:
                return by_system(install, PackageFamily::debian);
            case Manager::apk:
                return by_system(install, PackageFamily::alpine);
            case Manager::pip:
            case Manager::uv:
            case Manager::pipx:
                return by_python(install);
            case Manager::poetry:
                return changes_no_packages(command_, install)
                           ? Brings::no
                           : by_lock(install, "poetry.lock", "pyproject.toml");
            case Manager::pipenv:
                return by_lock(install, "Pipfile.lock", "Pipfile");
            case Manager::pdm:
                return is_of_python() ? Brings::unknown : Brings::no;
            case Manager::npm:
            case Manager::yarn:
            case Manager::pnpm:
            case Manager::bun:
                return is_of_node() || named(install) ? Brings::unknown : Brings::no;
            case Manager::gem:
            case Manager::bundler:
            case Manager::composer:
            case Manager::cargo:
            case Manager::go:
            case Manager::dotnet:
            case Manager::maven:
            case Manager::gradle:
                return named(install) ? Brings::unknown : Brings::no;
            default:
                return Brings::unknown;
        }
    }

 private:
    [[nodiscard]] bool is_of_python() const {
        return knowledge::is_followed(PackageFamily::python, program_);
    }

    [[nodiscard]] bool is_of_node() const {
        return program_ == "node" || program_ == "npm" || program_ == "npx";
    }

    /// Whether a name alone leaves doubt about a package that the table has.
    [[nodiscard]] bool is_doubtful_name(std::string_view package, PackageFamily family) const {
        if (family == PackageFamily::debian) {
            // Only python-is-python3 and Python 2 bring that name.
            if (program_ == "python" && package.starts_with("python3")) return false;
            // The nodejs of NodeSource brings npm, Debian's does not.
            if (is_of_node() && package.starts_with("node")) return true;
        }
        return package.find(program_) != package.npos || program_.find(package) != program_.npos;
    }

    [[nodiscard]] bool named(PackageCommand const& install) const {
        return std::ranges::any_of(install.packages, [&](Package const& package) {
            return package.name.empty() || package.name.find(program_) != std::string_view::npos;
        });
    }

    /// The distribution's own packages; removing what brought the program leaves doubt.
    [[nodiscard]] Brings by_system(PackageCommand const& install, PackageFamily family) const {
        if (install.verb == Verb::update || install.verb == Verb::clean
            || install.verb == Verb::download) {
            return Brings::no;
        }
        if (install.verb == Verb::other || install.verb == Verb::upgrade) {
            bool const is_virtual = install.verb == Verb::upgrade;
            return is_virtual ? Brings::no : Brings::unknown;
        }
        if (!install.paths.empty()) return Brings::unknown;
        Brings all = Brings::no;
        for (auto const& package : install.packages) {
            if (package.name.empty()) return Brings::unknown;
            // Of a group that is to be removed as one.
            if (package.name.starts_with('.')) continue;
            auto const one = knowledge::package_brings(family, package.name, program_);
            // `supervisor` brings supervisord: the tables follow what Python's own packages bring.
            bool const is_doubtful =
                one == Brings::unknown || is_doubtful_name(package.name, family);
            if (install.verb == Verb::remove) {
                if (one == Brings::yes) all = Brings::unknown;
            } else if (one == Brings::yes) {
                return Brings::yes;
            } else if (is_doubtful) {
                all = Brings::unknown;
            }
        }
        return all;
    }

    Brings by_python(PackageCommand const& install) {
        if (program_.starts_with("pip") || program_.starts_with("python")) return Brings::unknown;
        if (!is_of_python()) return is_of_node() || named(install) ? Brings::unknown : Brings::no;
        if (install.verb == Verb::remove) return Brings::unknown;
        if (install.manager == Manager::uv && command_.argument(1) == "sync")
            return by_lock(install, "uv.lock", "pyproject.toml");
        if (install.verb == Verb::other) return other_of_uv();
        if (install.verb != Verb::install) return Brings::no;
        bool const has_project = !install.paths.empty() || install.manager == Manager::pipx;
        if (has_project || (install.packages.empty() && install.requirement_files.empty()))
            return Brings::unknown;
        Brings all = Brings::no;
        auto const add = [&](Brings one) {
            if (all != Brings::yes && one != Brings::no) all = one;
        };
        for (auto const& package : install.packages) {
            auto const written = package.argument == nullptr
                                     ? std::string_view()
                                     : package.argument->value.text_or_empty();
            add(of_package(package.name, written));
        }
        for (auto const* argument : install.requirement_files) {
            auto const file = requirement_file(build_, stage_, command_, *argument);
            add(file.state == RequirementFile::State::found ? of_file(file.context_path)
                                                            : Brings::unknown);
        }
        return all;
    }

    /// All that the manifest asks for is known, and none of it brings the program.
    [[nodiscard]] bool project_lacks(context::Manifest const& own, Source const& source,
                                     PackageCommand const& install) const {
        auto const part = project_part(command_, install);
        if (part == ProjectPart::unknown || !own.is_complete || own.dependencies.empty())
            return false;
        return std::ranges::all_of(own.dependencies, [&](context::Dependency const& entry) {
            if (part == ProjectPart::main && entry.is_development) return true;
            // Extras stand behind the name, in whatever form.
            auto const rest = source.bytes().substr(entry.span.begin);
            return of_package(entry.name, rest.substr(0, rest.find('\n'))) == Brings::no;
        });
    }

    /// A lock file names all that is installed: what is not in it is not there. Where programs go,
    /// and which groups are left out, is another matter. The project itself has no followed
    /// program.
    [[nodiscard]] Brings by_lock(PackageCommand const& install, std::string_view lock,
                                 std::string_view project) const {
        if (!is_of_python()) return Brings::no;
        std::string path;
        auto const* manifest = manifest_beside(build_, stage_, command_, lock, &path);
        auto const* own = manifest_beside(build_, stage_, command_, project, &path);
        auto const* source = own == nullptr ? nullptr : build_.context()->read(path);
        if (source == nullptr || source->bytes().find("scripts]") != std::string_view::npos)
            return Brings::unknown;
        if (project_lacks(*own, *source, install)) return Brings::no;
        if (manifest == nullptr || manifest->dependencies.empty()) return Brings::unknown;
        bool const has_it = std::ranges::any_of(manifest->dependencies, [&](auto const& entry) {
            auto const name = context::normalised_package_name(entry.name);
            return name.find(program_) != name.npos
                   || knowledge::package_brings(PackageFamily::python, name, program_)
                          == Brings::yes;
        });
        return has_it ? Brings::unknown : Brings::no;
    }

    /// `uv venv`, `uv python install` bring no package; `uv sync` brings what nobody sees here.
    [[nodiscard]] Brings other_of_uv() const {
        auto const verb = command_.argument(1);
        return verb == "venv" || verb == "cache" || verb == "--version" || verb == "config"
                       || verb == "check" || verb == "list" || verb == "freeze"
                   ? Brings::no
                   : Brings::unknown;
    }

    [[nodiscard]] Brings of_package(std::string_view name, std::string_view written) const {
        if (name.empty()) return Brings::unknown;
        auto const normalised = context::normalised_package_name(name);
        if (auto const one = of_written(normalised, written); one) return *one;
        auto const brings = knowledge::package_brings(PackageFamily::python, normalised, program_);
        // Extras bring more; of these packages nothing that is followed.
        static constexpr std::string_view with_known_extras[] = {
            "celery", "passlib",  "psycopg",    "psycopg2", "pydantic", "pyjwt", "python-jose",
            "redis",  "requests", "sqlalchemy", "uvicorn",  "fastapi",  "httpx"};
        bool const is_module = program_.starts_with(knowledge::module_prefix);
        if (brings == Brings::no && written.find('[') != written.npos
            && (is_module || !is_listed(normalised, with_known_extras))) {
            return Brings::unknown;
        }
        return brings;
    }

    /// What an extra, or the newer versions, of a package bring, where the requirement certainly
    /// asks for them: `uvicorn[standard]==0.30`, `fastapi>=0.115`.
    [[nodiscard]] std::optional<Brings> of_written(std::string const& name,
                                                   std::string_view written) const {
        if (!program_.starts_with(knowledge::module_prefix) || written.size() < name.size())
            return std::nullopt;
        auto rest = written.substr(0, written.find(';')).substr(name.size());
        auto row = name;
        if (rest.starts_with('[')) {
            auto const end = rest.find(']');
            if (end == rest.npos) return std::nullopt;
            row += rest.substr(0, end + 1);
        } else if (is_since(rest, 0, 112) && name == "fastapi") {
            row += ">=0.112";
        }
        if (row == name) return std::nullopt;
        auto const brings = knowledge::package_brings(PackageFamily::python, row, program_);
        return brings == Brings::unknown ? std::nullopt : std::optional(brings);
    }

    Brings of_file(std::string const& path) {
        if (files_.size() >= most_requirement_files) return Brings::unknown;
        if (!files_.insert(path).second) return Brings::no;
        auto const* requirements = build_.context()->requirements(path);
        auto const* source = build_.context()->read(path);
        if (requirements == nullptr || source == nullptr) return Brings::unknown;
        Brings all = requirements->is_complete ? Brings::no : Brings::unknown;
        // With hashes pip takes nothing that the file does not name.
        bool const is_closed =
            !requirements->requirements.empty()
            && std::ranges::all_of(requirements->requirements, &context::Requirement::has_hash);
        for (auto const& entry : requirements->requirements) {
            auto const written = source->bytes().substr(entry.span.begin, entry.span.size());
            auto one = of_package(entry.name, written);
            bool const is_module = program_.starts_with(knowledge::module_prefix);
            if (is_closed && !is_module && one == Brings::unknown
                && entry.name.find(program_) == entry.name.npos)
                one = Brings::no;
            if (one == Brings::yes && entry.has_marker) one = Brings::unknown;
            if (one == Brings::yes) return one;
            if (one == Brings::unknown) all = one;
        }
        auto const folder = path.substr(0, path.size() - base_name(path).size());
        for (auto const& included : requirements->included) {
            auto const one = of_file(context_path(folder + included));
            if (one == Brings::yes) return one;
            if (one == Brings::unknown) all = one;
        }
        return all;
    }

    Build const& build_;
    Stage const& stage_;
    Command const& command_;
    std::string_view program_;
    std::set<std::string> files_{};
};

/// An interpreter that runs a file or module; setup.py installs what nobody sees here.
Brings after_python(Command const& command, std::string_view program) {
    auto const first = command.argument(1);
    if (first == "-c" || first == "-V" || first == "--version") return Brings::no;
    if (first == "-m") {
        auto const module = command.argument(2);
        return module == "venv" || module == "compileall" || module == "virtualenv"
                   ? Brings::no
                   : Brings::unknown;
    }
    bool const is_application = base_name(first) == "manage.py";
    bool const is_followed = knowledge::is_followed(PackageFamily::python, program);
    return is_application
                   || (!is_followed && first.ends_with(".py") && base_name(first) != "setup.py")
               ? Brings::no
               : Brings::unknown;
}

/// A download to a file: it brings the program where it is saved under its name.
Brings after_download(Command const& command, std::string_view program) {
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const end = base_name(argument.value.known_suffix());
        if (!argument.value.is_known() || end.find(program) != end.npos) return Brings::unknown;
    }
    return Brings::no;
}

}  // namespace

knowledge::Brings brought_by(Build const& build, Stage const& stage, Command const& command,
                             std::string_view program, std::span<std::string_view const> folders) {
    for (auto const& redirection : command.redirections) {
        bool const writes = redirection.operation.find('>') != std::string_view::npos;
        auto const end = base_name(redirection.target.value.known_suffix());
        if (writes && (end == program || end.empty())) return Brings::unknown;
    }
    if (command.arguments.empty() || puts_nothing(command.program)) return Brings::no;
    auto const& install = package_command(command, build.arena());
    if (install.manager != Manager::none)
        return Installs(build, stage, command, program).answer(install);
    if (is_python(command.program)) return after_python(command, program);
    static constexpr std::string_view movers[] = {"cp", "dd",  "install", "ln",
                                                  "mv", "tar", "unzip"};
    if (is_listed(command.program, movers)) return after_moving(command, program, folders);
    if (command.program == "curl" || command.program == "wget")
        return after_download(command, program);
    static constexpr std::string_view builders[] = {"virtualenv", "django-admin", "collectstatic",
                                                    "tsc",        "vite",         "webpack"};
    return is_listed(command.program, builders) ? Brings::no : Brings::unknown;
}

}  // namespace dockcheck::model
