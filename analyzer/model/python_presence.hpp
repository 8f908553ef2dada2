// Whether a module that Python is told to import is in the image, as far as that is certain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/python_start.hpp"

namespace dockcheck::model {

enum class ModulePresence : std::uint8_t { absent, present, unknown };

/// Folders that a start imports from; nothing when an option or a variable may name others.
std::optional<std::vector<std::string>> import_roots(PythonStart const& start, Stage const& stage);

/// Those of a program that is not Python's own server, started in a folder: it, and PYTHONPATH's.
std::optional<std::vector<std::string>> import_roots(std::string const& folder, Stage const& stage);

/// A file of the image. Absent: nothing here puts one there, and the context is certainly known.
ModulePresence look_for_path(Build const& build, Stage const& stage, std::string const& path);

/// A module of that dotted name among the image's own sources.
ModulePresence look_for_module(Build const& build, Stage const& stage,
                               std::vector<std::string> const& roots, std::string const& module);

/// True when a folder of the context that nobody names has the module: the program itself may add
/// that folder to those it imports from.
bool lies_anywhere(Build const& build, std::string_view module);

/// The folder or file of the context that certainly is a module of that dotted name, wherever it
/// lies; nothing when there is none.
std::optional<std::string> folder_with_module(Build const& build, std::string_view module);

/// True for a module of Python's own that people start: `python -m http.server`.
bool is_standard_program(std::string_view module);

/// True when a RUN of the file speaks of the folders of installed packages, or of a .pth file: it
/// may put any module there.
bool fills_packages(Build const& build);

/// True when a package that is installed may bring the module.
bool may_be_installed(Build const& build, Stage const& stage, std::string_view module);

}  // namespace dockcheck::model
