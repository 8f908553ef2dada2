// Which programs images and packages bring, of those that the tables follow.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/knowledge/images.hpp"

namespace dockcheck::knowledge {

enum class Brings : std::uint8_t { no, yes, unknown };

/// Whose names a package has.
enum class PackageFamily : std::uint8_t {
    debian,  ///< of Debian and Ubuntu
    alpine,
    python,  ///< of pypi.org, normalised
};

/// True for a program that packages of the family are followed for.
bool is_followed(PackageFamily family, std::string_view program);

/// `no` when every release of the image that the tag may stand for lacks the program.
Brings image_brings(KnownImage const& image, std::string_view tag, std::string_view program);

/// The same of a package with all that it requires; unknown for one that the tables do not have.
Brings package_brings(PackageFamily family, std::string_view package, std::string_view program);

/// How functions above take a module of Python in place of a program: `module:requests`.
inline constexpr std::string_view module_prefix = "module:";

/// The package to install for a top-level module, of those of python_modules.tsv; or empty.
std::string_view package_of_module(std::string_view module);

/// A row of python_extensions.tsv: a package that pip has to compile. Lists are separated by
/// blanks.
struct PythonExtension {
    std::string_view package;
    std::string_view since;    ///< the first release without wheels; empty: all
    std::string_view debian;   ///< packages that the build needs
    std::string_view alpine;   ///< the same
    std::string_view instead;  ///< a distribution with wheels, or empty
};

/// nullptr when it is not known to be compiled.
PythonExtension const* python_extension(std::string_view package);

/// A row of python_libraries.tsv: what a package needs of the system when it is imported.
struct PythonLibrary {
    std::string_view package;  ///< normalised
    std::string_view library;  ///< or a program
    std::string_view since;    ///< the first release that needs it; empty: all
    std::string_view module;   ///< dotted
    std::string_view debian;   ///< packages that bring it, separated by blanks; empty: not known
    std::string_view alpine;   ///< the same
    std::string_view instead;  ///< a requirement that brings all it needs, or empty
};

std::span<PythonLibrary const> python_libraries();

/// True for a name such as libpq.so.5, which the functions above take in place of a program.
bool is_library(std::string_view program);

/// Compares the numbers of two versions: negative, 0 or positive. Versions of which one begins as
/// the other are equal, and what is no number ends a version: 3.12-slim is 3.12.4, and 3.
int compare_versions(std::string_view a, std::string_view b);

}  // namespace dockcheck::knowledge
