// What a walk over the modules of a Python program found, before what is doubtful is dropped.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/model/python_program.hpp"

namespace dockcheck::model {

struct PythonWalk {
    std::vector<std::string> files;
    std::vector<RequiredVariable> required;
    std::vector<OpenedFile> opened;  ///< paths as written
    std::vector<std::string> foreign;
    std::vector<std::string> mentioned;
    bool runs_application = false;
    std::set<Source const*> filling;  ///< those that set variables whose names nobody knows
    bool changes_folder = false;
    bool makes_files = false;
    std::string application;
    std::vector<std::pair<std::string, Place>> named;
    Place lone_relative{};
    std::set<std::string, std::less<>> written;  ///< variables that the sources set
    std::set<std::string> variable_files;        ///< names of files that may set some
    std::set<std::string> folders;               ///< of the sources, in the image
};

/// The program without variables that something may set, and without files that it may make.
PythonProgram certain_part(Build const& build, Stage const& stage, PythonStart const& start,
                           PythonWalk walk);

}  // namespace dockcheck::model
