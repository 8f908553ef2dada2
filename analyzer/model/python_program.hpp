// What the Python program that a container starts imports and needs, read from the sources that its
// image certainly has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/opened_files.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// A read that raises when the variable is missing.
struct RequiredVariable {
    std::string_view name;
    Place place;
    bool any_case = false;  ///< the name is in capitals, and may be written otherwise
};

/// A module that a setting names in a string and that no visible source is.
struct ForeignModule {
    std::string_view module;  ///< dotted
    Place place;
};

struct PythonProgram {
    std::span<std::string_view const> files;     ///< of the context, in the order of their import
    std::span<RequiredVariable const> required;  ///< each name once, in that order
    std::span<OpenedFile const> opened;          ///< those that the program only reads
    std::span<std::string_view const>
        foreign;  ///< first parts of imported modules that are no visible files
    std::span<std::string_view const>
        mentioned;                  ///< the same of all import statements, reached or not
    bool runs_application = false;  ///< the started file calls app.run()
    /// What a WSGI server would be given, `shop:app`; empty when it is not known.
    std::string_view application;
    std::span<ForeignModule const> named{};  ///< that Django certainly loads with its settings
    /// The first `from .x import y` of a module that certainly lies in no package, which raises.
    Place lone_relative{};

    [[nodiscard]] bool imports(std::string_view module) const;
    /// True when the started file calls app.run() of a Flask application, and no production server
    /// is in sight.
    [[nodiscard]] bool serves_flask_itself() const;
};

/// Follows imports and the calls that certainly happen from what the start names. Empty without a
/// context. Nothing is executed; what cannot be followed is left out. Kept for the next one who
/// asks.
PythonProgram const& python_program(Build const& build, Stage const& stage);

/// What `python manage.py ...` of a RUN imports, as the sources lie there at that point: the
/// settings of Django first of all. Without files where that is not certain.
PythonProgram django_command_program(Build const& build, Stage const& stage,
                                     Command const& command);

/// The first statement that certainly imports a module or something in it and that begins outside
/// of blocks.
std::optional<Place> certain_import(Build const& build, PythonProgram const& program,
                                    std::string_view module);

}  // namespace dockcheck::model
