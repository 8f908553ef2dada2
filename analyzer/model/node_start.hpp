// How a container starts Node.js: a file, or a script of a package.json that is nothing but that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {

struct NodeStart {
    ast::Instruction const* instruction = nullptr;  ///< nullptr: no Node.js, or nobody can tell
    Argument const* word = nullptr;                 ///< that names the file or the script
    std::string file;                               ///< absolute, in the image; may lack `.js`
    std::string folder;                             ///< where it runs
    std::string manifest;                ///< of the context: the package.json whose script it is
    std::vector<std::string> variables;  ///< that the script sets in front of the program
    std::vector<std::string> files;      ///< names of files that options take variables from
    /// The word that names a workspace which the project certainly does not have.
    Argument const* unknown_workspace = nullptr;
    std::string workspace;  ///< its name
    /// What an option loads in front of all else, tsx say, where that is all that is known.
    std::string preloaded;
};

/// The start of a stage's image, when it is one command.
NodeStart node_start(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
