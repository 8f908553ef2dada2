// Comparing what a program imports with what pip installs.
#include "analyzer/model/python_imports.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/program_installs.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"

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

}  // namespace

std::optional<MissingImport> missing_import(Build const& build, Stage const& stage,
                                            PythonStart const& start) {
    if (build.context() == nullptr || !start.is_certain || start.through_script)
        return std::nullopt;
    auto const folder = start.kind == PythonStart::Kind::file
                            ? start.file.substr(0, start.file.rfind('/'))
                            : start.folder;
    auto const roots = import_roots(std::string(folder), stage);
    auto const packages = python_packages(build, stage);
    if (!roots || packages.empty()) return std::nullopt;
    auto const& program = python_program(build, stage);
    for (auto const name : program.foreign) {
        std::string const module(name);
        auto const package = knowledge::package_of_module(module);
        if (package.empty() || is_brought(build, stage, module)) continue;
        if (look_for_module(build, stage, *roots, module) != ModulePresence::absent
            || lies_anywhere(build, module)) {
            continue;
        }
        for (auto const& file : program.files) {
            auto const* source = build.context()->read(file);
            auto const import = source == nullptr ? std::nullopt : import_in(*source, module);
            if (import) return MissingImport{module, package, *import, packages.back().place};
        }
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
