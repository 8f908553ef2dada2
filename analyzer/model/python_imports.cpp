// Comparing what a program imports with what pip installs.
#include "analyzer/model/python_imports.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/program_installs.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/started_files.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;

/// Packages of a distribution are for its own Python, and those of other languages for none.
bool is_of_another_language(Manager manager) {
    return manager == Manager::apt || manager == Manager::apk || manager == Manager::npm
           || manager == Manager::yarn || manager == Manager::pnpm;
}

/// Whether one part of a chain of stages brings a module.
Brings brought_in(Build const& build, Stage const& stage, std::string const& module) {
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
            if (is_of_another_language(install.manager)) continue;
            auto const one = brought_by(build, stage, command, module, {});
            if (one != Brings::no) return one;
        }
    }
    return Brings::no;
}

bool is_brought(Build const& build, Stage const& stage, std::string_view name) {
    auto const module = std::string(knowledge::module_prefix) + std::string(name);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (brought_in(build, *part, module) != Brings::no) return true;
        if (part->parent != nullptr) continue;
        auto const* image = known_image(part->base);
        return image == nullptr || image->name != "python";
    }
    return true;
}

/// The first line of a source that begins with the import of a module.
std::optional<Place> import_in(Source const& source, std::string_view module) {
    auto const text = source.bytes();
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        auto const line = text.substr(begin, end - begin);
        for (std::string_view const keyword : {"import ", "from "}) {
            if (!line.starts_with(keyword) || !line.substr(keyword.size()).starts_with(module))
                continue;
            auto const behind = line.substr(keyword.size() + module.size());
            bool const is_whole = behind.empty() || behind.front() == ' ' || behind.front() == '.'
                                  || behind.front() == ',' || behind.front() == '\r';
            if (!is_whole) continue;
            auto const at = static_cast<std::uint32_t>(begin);
            auto const size = static_cast<std::uint32_t>(keyword.size() + module.size());
            return Place{&source, {at, at + size}};
        }
        begin = end + 1;
    }
    return std::nullopt;
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

class ImportSearch {
 public:
    ImportSearch(Build const& build, Stage const& stage, std::vector<std::string> roots,
                 Place installed)
        : build_(build), stage_(stage), roots_(std::move(roots)), installed_(installed) {}

    /// The package that brings a module which certainly is not there; else empty.
    [[nodiscard]] std::string_view package_of(std::string const& module) const {
        auto const package = knowledge::package_of_module(module);
        if (package.empty() || is_brought(build_, stage_, module)) return {};
        bool const is_absent =
            look_for_module(build_, stage_, roots_, module) == ModulePresence::absent
            && !lies_anywhere(build_, module);
        return is_absent ? package : std::string_view();
    }

    [[nodiscard]] std::optional<MissingImport> named(std::string const& module, Place place) const {
        if (module.empty()) return std::nullopt;
        auto const package = package_of(module);
        if (package.empty()) return std::nullopt;
        return MissingImport{module, package, place, installed_};
    }

    [[nodiscard]] std::optional<MissingImport> imported(PythonProgram const& program,
                                                        std::string const& module) const {
        auto const package = package_of(module);
        if (package.empty()) return std::nullopt;
        for (auto const& file : program.files) {
            auto const* source = build_.context()->read(file);
            auto const import = source == nullptr ? std::nullopt : import_in(*source, module);
            if (import) return MissingImport{module, package, *import, installed_};
        }
        return std::nullopt;
    }

 private:
    Build const& build_;
    Stage const& stage_;
    std::vector<std::string> roots_;
    Place installed_;
};

}  // namespace

std::optional<MissingImport> missing_import(Build const& build, Stage const& stage,
                                            PythonStart const& start) {
    if (build.context() == nullptr || !start.is_certain || start.through_script)
        return std::nullopt;
    auto const folder = start.kind == PythonStart::Kind::file
                            ? start.file.substr(0, start.file.rfind('/'))
                            : start.folder;
    auto roots = import_roots(std::string(folder), stage);
    auto const packages = python_packages(build, stage);
    if (!roots || packages.empty()) return std::nullopt;
    auto const& program = python_program(build, stage);
    ImportSearch const search(build, stage, std::move(*roots), packages.back().place);
    for (auto const name : program.foreign) {
        if (auto found = search.imported(program, std::string(name))) return found;
    }
    for (auto const& one : program.named) {
        auto const first = std::string(one.module.substr(0, one.module.find('.')));
        if (auto found = search.named(first, one.place)) return found;
    }
    auto const worker = worker_class(build, stage, start);
    return worker ? search.named(worker_module(worker->module), worker->place) : std::nullopt;
}

}  // namespace dockcheck::model
