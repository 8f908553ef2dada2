// What compose files, docker-bake.json and workflows around a Dockerfile say about how it is built.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/read_build_files.hpp"
#include "analyzer/lint/fix.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck::cli {

/// How a Dockerfile is built.
struct NamedBuild {
    std::string context;                 ///< the folder, as shown; "." for the working folder
    bool is_out_of_reach = false;        ///< it lies outside of the repository: not to be read
    bool is_assumed = false;             ///< a workflow names it, which may make files in it first
    bool is_doubtful = false;            ///< a compose file that nobody may use any more names it
    std::string why;                     ///< "compose.yaml, line 7, service web"
    std::vector<std::string> arguments;  ///< NAME=value that all its sections agree on
    std::vector<std::string> given;      ///< names that all give, with values not known here
    std::vector<std::string> contexts;   ///< names of additional contexts
    std::vector<std::string> targets;    ///< stages that its sections build
    std::vector<model::Deployment> deployments;
    /// Those of images from elsewhere, for the first Dockerfile of the file alone.
    std::vector<model::ImageDeployment> image_deployments;
    /// What its services call the images that they build, each with its stage ("" for the last).
    std::vector<std::pair<std::string, std::string>> images;
};

/// The nearest file that names the Dockerfile in a build section, from its folder up to the
/// repository's root, or else a workflow of GitHub. `searched` is the folder of the command line in
/// which it was found, or empty. What kept a file from being used is added to `notes`. Texts that
/// are `changed` are read in place of those on the disk.
std::optional<NamedBuild> named_build(std::string const& dockerfile, ReadBuildFiles& read,
                                      std::vector<std::string>& notes,
                                      std::string const& searched = {},
                                      FixedTexts const& changed = {});

/// Options of a build with what was named put in where the user said nothing.
model::BuildOptions with_named(model::BuildOptions options, NamedBuild const& named);

}  // namespace dockcheck::cli
