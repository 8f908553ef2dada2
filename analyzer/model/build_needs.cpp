// Commands that every image has, and packages that come ready made.
#include "analyzer/model/build_needs.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/context/context.hpp"
#include "analyzer/context/requirements.hpp"
#include "analyzer/knowledge/python_releases.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/pip_requirements.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/python_target.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// Programs that light images have as well, and that need no others.
constexpr WordTable plain_programs =
    " : [ addgroup adduser apk apt apt-get cat cd chgrp chmod chown cp date echo export find grep "
    "groupadd groupmod install ln ls mkdir mv printf rm rmdir sed set sort tee test touch true "
    "umask unset useradd usermod ";

/// Wheels that call a program or a library of the system, which the full images have.
constexpr WordTable with_system_parts =
    " cairocffi cairosvg dvc gitpython lightgbm opencv-contrib-python opencv-python pdfkit "
    "playwright pre-commit psycopg python-magic "
    "selenium setuptools-scm versioneer wand weasyprint ";

/// Packages of Node.js whose scripts fetch what is ready, or only say something.
constexpr WordTable harmless_scripts =
    " @nestjs/core @parcel/watcher @scarf/scarf @swc/core core-js core-js-bundle core-js-pure "
    "es5-ext esbuild msw nodemon protobufjs unrs-resolver vue-demi ";

/// Packages of Node.js that call programs of the system.
constexpr WordTable node_with_system_parts =
    " @prisma/client canvas dockerode fluent-ffmpeg gm imagemagick nodegit pdf-poppler playwright "
    "prisma puppeteer python-shell simple-git wkhtmltopdf ";

/// Programs of Node.js by which people build a site or check their sources.
constexpr WordTable node_builders =
    " esbuild ng next nest nuxt parcel react-scripts rollup tsc tsup vite vue-cli-service webpack ";

constexpr std::string_view system_calls[] = {
    "subprocess", "os.system",     "os.popen", "Popen",  "ctypes",         "CDLL",  "os.exec",
    "os.spawn",   "child_process", "tkinter",  "turtle", "from os import", "execa", "shelljs",
    "zx",         "spawn("};

class Needs {
 public:
    Needs(Build const& build, Stage const& stage, HeavyBase language)
        : build_(build), stage_(stage), language_(language) {}

    [[nodiscard]] bool are_none() const {
        for (auto const* at = &stage_; at != nullptr; at = at->parent) {
            if (!are_none_in(*at)) return false;
        }
        return starts_plainly();
    }

 private:
    [[nodiscard]] bool are_none_in(Stage const& stage) const {
        for (auto const& instruction : stage.instructions) {
            bool const is_odd = instruction.keyword == ast::Keyword::onbuild
                                || instruction.keyword == ast::Keyword::unknown;
            bool const is_run = instruction.keyword == ast::Keyword::run;
            if (is_odd || (is_run && stage.commands_of(instruction).empty())) return false;
        }
        // What another stage made may be linked to libraries.
        bool const is_linked = language_ == HeavyBase::python || language_ == HeavyBase::node;
        if (is_linked && std::ranges::any_of(stage.transfers, [](Transfer const& transfer) {
                return transfer.from != nullptr;
            })) {
            return false;
        }
        return std::ranges::all_of(stage.commands, [&](Command const& command) {
            bool const counts = command.use == Use::run || command.use == Use::healthcheck;
            return !counts || is_plain(stage, command);
        });
    }

    [[nodiscard]] bool is_plain(Stage const& stage, Command const& command) const {
        auto const& install = package_command(command, build_.arena());
        auto const manager = install.manager;
        if (manager == Manager::apt || manager == Manager::apk)
            return installs_no_compiler(install);
        if (plain_programs.holds(command.program)) return true;
        switch (language_) {
            case HeavyBase::java:
                return command.program == "java" || command.program == "keytool";
            case HeavyBase::dotnet:
                return false;
            case HeavyBase::python:
                return is_plain_python(stage, command, install);
            case HeavyBase::node:
                return is_plain_node(stage, command, install);
        }
        return false;
    }

    [[nodiscard]] static bool installs_no_compiler(PackageCommand const& install) {
        static constexpr WordTable compilers =
            " build-base build-essential clang cmake g++ gcc git make pkg-config ";
        return install.paths.empty()
               && std::ranges::none_of(install.packages, [](Package const& package) {
                      return package.name.empty() || package.name.ends_with("-dev")
                             || compilers.holds(package.name);
                  });
    }

    [[nodiscard]] bool is_plain_python(Stage const& stage, Command const& command,
                                       PackageCommand const& install) const {
        bool const is_pip = install.manager == Manager::pip || install.manager == Manager::uv;
        if (!is_pip) return false;
        if (install.verb != Verb::install || !install.paths.empty()) return false;
        for (auto const* argument : install.requirement_files) {
            auto const file = requirement_file(build_, stage, command, *argument);
            if (file.state != RequirementFile::State::found || build_.context() == nullptr)
                return false;
            auto const* requirements = build_.context()->requirements(file.context_path);
            bool const is_whole =
                requirements != nullptr && requirements->is_complete
                && requirements->included.empty()
                && std::ranges::none_of(requirements->requirements,
                                        &context::Requirement::is_editable_or_url);
            if (!is_whole) return false;
        }
        auto const target = python_target(build_, stage, command);
        constexpr std::uint32_t oldest = 9;
        constexpr std::uint32_t newest = 13;
        if (!target || target->minor < oldest || target->minor > newest) return false;
        auto const all = pip_requirements(build_, stage, command);
        return !all.empty() && std::ranges::all_of(all, [&](PipRequirement const& required) {
            return comes_as_wheel(required, *target);
        });
    }

    [[nodiscard]] static bool comes_as_wheel(PipRequirement const& required,
                                             knowledge::PythonTarget target) {
        if (with_system_parts.holds(required.name)) return false;
        auto const row = knowledge::python_releases(required.name);
        if (!row) return false;
        auto const exact = required.exact_version();
        // Of a range, and where nothing is said, the newest version is a fair guess.
        bool const is_lower_bound =
            required.specifier.empty() || required.specifier.starts_with(">=");
        if (exact.empty() && !is_lower_bound) return false;
        auto const version = exact.empty() ? row->newest : exact;
        return knowledge::python_files(*row, version, target) == knowledge::PythonFiles::wheel;
    }

    [[nodiscard]] bool is_plain_node(Stage const& stage, Command const& command,
                                     PackageCommand const& install) const {
        if (install.manager != Manager::npm) return false;
        if (install.verb == Verb::clean) return true;
        auto const verb = command.argument(1);
        if (verb == "run" || verb == "run-script") return runs_builder(stage, command);
        if (!install.installs_manifests || !install.packages.empty()) return false;
        auto const* lock = manifest_beside(build_, stage, command, "package-lock.json");
        return lock != nullptr && lock->made_at_install
               && std::ranges::none_of(lock->dependencies,
                                       [](context::Dependency const& dependency) {
                                           return node_with_system_parts.holds(dependency.name);
                                       })
               && std::ranges::all_of(*lock->made_at_install, [](std::string const& name) {
                      return harmless_scripts.holds(name);
                  });
    }

    /// `npm run build`, where the script starts programs that need no others.
    [[nodiscard]] bool runs_builder(Stage const& stage, Command const& command) const {
        auto const* package = manifest_beside(build_, stage, command, "package.json");
        if (package == nullptr || command.arguments.size() != 3) return false;
        auto const script =
            std::ranges::find(package->scripts, command.argument(2), &context::Dependency::name);
        if (script == package->scripts.end()) return false;
        for (std::string_view rest = script->version; !rest.empty();) {
            auto const end = std::min(rest.find(" && "), rest.size());
            auto const one = rest.substr(0, end);
            if (!node_builders.holds(one.substr(0, one.find(' ')))) return false;
            rest.remove_prefix(std::min(end + 4, rest.size()));
        }
        return true;
    }

    /// The one command of a start, of the language itself.
    [[nodiscard]] bool starts_plainly() const {
        auto const& start = start_of(build_, stage_);
        if (start.commands.size() != 1) return false;
        auto const& command = start.commands.front();
        switch (language_) {
            case HeavyBase::java:
                return is_plain_java(command);
            case HeavyBase::dotnet:
                return command.program == "dotnet" && command.argument(1).ends_with(".dll");
            case HeavyBase::python: {
                auto const& files = python_program(build_, stage_).files;
                return !files.empty() && calls_no_programs(files);
            }
            case HeavyBase::node: {
                auto const& files = node_program(build_, stage_).files;
                return !files.empty() && calls_no_programs(files);
            }
        }
        return false;
    }

    /// `java -jar app.jar` and `java org.example.Main`; nothing of the debugger or the compiler.
    [[nodiscard]] bool is_plain_java(Command const& command) const {
        static constexpr std::string_view words[] = {"jdwp", "jdk.", "--add-modules", ".java"};
        return command.program == "java"
               && std::ranges::none_of(
                   command.arguments,
                   [&](Argument const& word) {
                       auto const text = word.value.known();
                       return !text || std::ranges::any_of(words, [&](std::string_view part) {
                           return text->find(part) != text->npos;
                       });
                   })
               && build_.positions_with("jdwp").empty();
    }

    [[nodiscard]] bool calls_no_programs(std::span<std::string_view const> files) const {
        return std::ranges::all_of(files, [&](std::string_view file) {
            auto const* source = build_.context()->read(file);
            return source != nullptr
                   && std::ranges::none_of(system_calls, [&](std::string_view word) {
                          return source->bytes().find(word) != std::string_view::npos;
                      });
        });
    }

    Build const& build_;
    Stage const& stage_;
    HeavyBase language_;
};

}  // namespace

bool needs_no_build_tools(Build const& build, Stage const& stage, HeavyBase language) {
    return Needs(build, stage, language).are_none();
}

}  // namespace dockcheck::model
