// What pypi.org has of a version of a package for one Python.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dockcheck::knowledge {

enum class PythonFiles : std::uint8_t {
    unknown,
    none,     ///< nothing that pip would take
    sources,  ///< and no wheel
    wheel,
};

/// A release of Python 3 and its C library.
struct PythonTarget {
    std::uint32_t minor = 0;
    bool is_musl = false;
};

/// "3.12"
std::string python_release(std::uint32_t minor);

/// A row of python_releases.tsv.
struct PythonReleases {
    std::string_view package;
    bool is_compiled = false;  ///< its sources are no use without a C compiler
    std::string_view newest;   ///< the last release that is known
    std::string_view glibc;    ///< `version:states`, separated by blanks
    std::string_view musl;
};

/// The row of a normalised name.
std::optional<PythonReleases> python_releases(std::string_view package);

/// What there is of an exact version, of digits and dots. Unknown for a version or a Python that
/// the table does not reach.
PythonFiles python_files(PythonReleases const& row, std::string_view version, PythonTarget target);

/// True when there is nothing of any version for the target.
bool has_never_files(PythonReleases const& row, PythonTarget target);

/// The first version behind this one that has what is asked for, or a wheel; empty for none.
std::string_view next_version_with(PythonReleases const& row, std::string_view version,
                                   PythonTarget target, PythonFiles wanted);

/// A version behind the last one with something for the target: older ones have it. Empty where
/// none has, or the last has.
std::string_view first_version_without(PythonReleases const& row, PythonTarget target);

/// The least and the greatest minor that the version has files for, by glibc; nothing for none.
struct PythonMinors {
    std::uint32_t least = 0;
    std::uint32_t greatest = 0;
};
std::optional<PythonMinors> minors_of(PythonReleases const& row, std::string_view version,
                                      PythonFiles wanted, bool is_musl);

}  // namespace dockcheck::knowledge
