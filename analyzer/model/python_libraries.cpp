// Comparing what imported packages need of the system with what the image has.
#include "analyzer/model/python_libraries.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/python_imports.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;
using knowledge::PythonLibrary;

/// The line of a requirement, or the word of a command.
std::string_view requirement_line(PythonPackage const& package) {
    auto const text = package.place.source->bytes();
    auto const begin = text.rfind('\n', package.place.span.begin) + 1;
    return text.substr(begin, text.find('\n', package.place.span.begin) - begin);
}

/// True when a requirement takes no release from before the one that needs the library: an open
/// one takes the newest.
bool takes_no_older(std::string_view specifier, std::string_view since) {
    if (specifier.empty() || since.empty()) return true;
    if (specifier.find_first_of("*!") != specifier.npos) return false;
    auto const number = specifier.find_first_of("0123456789");
    bool const is_open =
        specifier.starts_with('>') && specifier.find_first_of(",<") == specifier.npos;
    if (is_open || number == specifier.npos) return is_open;
    return !specifier.starts_with('<')
           && knowledge::compare_versions(specifier.substr(number), since) >= 0;
}

/// Packages that require no other build of OpenCV, and no libpq, beside those whose requirements
/// the tables hold. Source: their metadata at pypi.org. Date: 2026-11-28.
bool requires_no_library(std::string_view package) {
    static constexpr WordTable others =
        " accelerate azure-storage-blob cairocffi cairosvg discord-py dlib face-recognition "
        "ffmpeg-python gdown "
        "gitpython huggingface-hub imageio imutils keras lightgbm minio onnxruntime openai "
        "opencv-contrib-python "
        "opencv-python pdf2image pydicom pyodbc pypdf pypdf2 pytesseract python-magic pyzbar "
        "scikit-image "
        "seaborn shapely tensorflow tensorflow-cpu torch torchaudio torchvision transformers "
        "ultralytics weasyprint ";
    auto const knows = [&](std::string_view program) {
        return knowledge::package_brings(knowledge::PackageFamily::python, package, program)
               != Brings::unknown;
    };
    return others.holds(package) || knows("flask") || knows("module:flask");
}

/// True when something may bring the library beside the package: its other build, an extra.
bool may_bring_its_own(std::span<PythonPackage const> packages, PythonPackage const& package,
                       PythonLibrary const& needed) {
    if (needed.instead.empty()) return false;
    auto const text = package.place.source->bytes();
    static constexpr std::string_view extras[] = {"binary", "[c]", "psycopg-c", "headless"};
    bool const has_extra =
        std::ranges::any_of(extras, [&](auto extra) { return text.find(extra) != text.npos; });
    return has_extra || std::ranges::any_of(packages, [&](PythonPackage const& other) {
               return other.is_path_or_url || !requires_no_library(other.name);
           });
}

/// True for an install that takes what lies in a folder already: it compiles nothing.
bool takes_wheels(PackageCommand const& install) {
    return install.has_option("--no-index")
           || (install.packages.empty() && install.requirement_files.empty()
               && !install.paths.empty());
}

/// True when the image compiles packages itself: then another rule speaks of what that takes.
bool installs_itself(Build const& build, Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            if (command.use != Use::run) continue;
            auto const& install = package_command(command, build.arena());
            bool const is_python = install.manager == Manager::pip || install.manager == Manager::uv
                                   || install.manager == Manager::poetry
                                   || install.manager == Manager::pipenv
                                   || install.manager == Manager::pdm;
            if (is_python && install.verb == Verb::install && !takes_wheels(install)) return true;
        }
    }
    return false;
}

/// GitPython asks variables for its program, and whether it matters.
bool may_do_without_git(Build const& build, Stage const& stage, PythonProgram const& program) {
    for (std::string_view const name : {"GIT_PYTHON_REFRESH", "GIT_PYTHON_GIT_EXECUTABLE"}) {
        if (stage.config.find_environment(name) != nullptr) return true;
    }
    return build.context()->may_be_composed()
           || std::ranges::any_of(program.files, [&](std::string_view file) {
                  auto const* source = build.context()->read(file);
                  return source == nullptr
                         || source->bytes().find("GIT_PYTHON") != std::string_view::npos;
              });
}

class LibrarySearch {
 public:
    LibrarySearch(Build const& build, Stage const& stage, PythonStart const& start,
                  std::vector<std::string> roots)
        : build_(build),
          stage_(stage),
          start_(start),
          program_(python_program(build, stage)),
          packages_(python_packages(build, stage)),
          roots_(std::move(roots)) {
        auto const* image = known_image(stage.root());
        is_alpine_ = image != nullptr && image->family == knowledge::ImageFamily::alpine;
    }

    [[nodiscard]] std::optional<MissingLibrary> find(PythonLibrary const& needed) const {
        auto const* package = find_package(packages_, needed.package);
        bool const is_installable = !(is_alpine_ ? needed.alpine : needed.debian).empty();
        if (package == nullptr || !is_installable || !is_certain(*package, needed))
            return std::nullopt;
        auto import = import_of(needed.module);
        bool const is_imported = import.has_value();
        if (!is_imported) import = loaded_by_django(needed.module);
        if (!import || find_program(build_, stage_, needed.library) != Brings::no)
            return std::nullopt;
        return MissingLibrary{&needed, package, *import, !is_imported, is_alpine_};
    }

 private:
    [[nodiscard]] bool is_certain(PythonPackage const& package, PythonLibrary const& needed) const {
        // A marker or a URL may mean another package.
        bool const is_plain =
            !package.is_path_or_url
            && requirement_line(package).find_first_of(";@") == std::string_view::npos;
        if (!is_plain || !takes_no_older(package.version, needed.since)) return false;
        bool const is_compiled = knowledge::python_extension(needed.package) != nullptr;
        if (is_compiled && installs_itself(build_, stage_)) return false;
        if (needed.library == "git" && may_do_without_git(build_, stage_, program_)) return false;
        return !may_bring_its_own(packages_, package, needed);
    }

    /// Django loads the driver of its database; it takes psycopg or psycopg2, whichever it can.
    [[nodiscard]] std::optional<Place> loaded_by_django(std::string_view module) const {
        auto const driver = database_driver(build_, start_, program_);
        bool const is_postgres = module == "psycopg2" || module == "psycopg";
        bool const is_it = driver && (driver->module == (is_postgres ? "psycopg2" : module));
        if (!is_it) return std::nullopt;
        static constexpr std::string_view others[] = {"psycopg2-binary", "psycopg-binary",
                                                      "pymysql", "aiopg"};
        auto const has = [&](std::string_view name) {
            return find_package(packages_, name) != nullptr;
        };
        bool const has_other = std::ranges::any_of(others, has)
                               || (module == "psycopg2" && has("psycopg"))
                               || (module == "psycopg" && has("psycopg2"));
        return has_other ? std::nullopt : std::optional(driver->place);
    }

    [[nodiscard]] std::optional<Place> import_of(std::string_view module) const {
        auto const first = std::string(module.substr(0, module.find('.')));
        if (!program_.imports(first)
            || look_for_module(build_, stage_, roots_, first) != ModulePresence::absent
            || lies_anywhere(build_, first)) {
            return std::nullopt;
        }
        return certain_import(build_, program_, module);
    }

    Build const& build_;
    Stage const& stage_;
    PythonStart const& start_;
    PythonProgram const& program_;
    std::span<PythonPackage const> packages_;
    std::vector<std::string> roots_;
    bool is_alpine_ = false;
};

}  // namespace

std::vector<MissingLibrary> missing_libraries(Build const& build, Stage const& stage,
                                              PythonStart const& start) {
    if (build.context() == nullptr || !start.is_certain || start.through_script) return {};
    auto const packages = python_packages(build, stage);
    auto const all = knowledge::python_libraries();
    bool const is_any = std::ranges::any_of(all, [&](PythonLibrary const& needed) {
        return find_package(packages, needed.package) != nullptr;
    });
    if (!is_any) return {};
    auto const folder = start.kind == PythonStart::Kind::file
                            ? start.file.substr(0, start.file.rfind('/'))
                            : start.folder;
    auto roots = import_roots(std::string(folder), stage);
    if (!roots) return {};
    LibrarySearch const search(build, stage, start, std::move(*roots));
    std::vector<MissingLibrary> result;
    for (auto const& needed : all) {
        // Rows of one package stand together, and name the same ways out.
        if (!result.empty() && result.back().needed->package == needed.package) continue;
        if (auto const found = search.find(needed)) result.push_back(*found);
    }
    return result;
}

}  // namespace dockcheck::model
