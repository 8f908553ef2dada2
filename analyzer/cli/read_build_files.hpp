// Compose files, docker-bake.json and workflows around Dockerfiles, each read once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/cli/deployments.hpp"
#include "analyzer/compose/build_section.hpp"
#include "analyzer/context/discover.hpp"
#include "analyzer/context/files.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::cli {

/// A compose file or docker-bake.json.
struct ReadBuildFile {
    Result<compose::BuildSections> sections;
    std::shared_ptr<Source const> source;       ///< of one with sections
    std::vector<compose::ImageService> images;  ///< services that build nothing
    Overrides overrides = Overrides::none;
    std::string others;  ///< the texts of the other compose files beside it
};

/// What was seen around Dockerfiles: many of them have the same around them.
struct ReadBuildFiles {
    /// Those that were read, by their path on the disk.
    std::map<std::string, ReadBuildFile, std::less<>> files;
    /// What the workflows of a repository build, by its root on the disk.
    std::map<std::string, compose::BuildSections, std::less<>> workflows;
    /// Of each section the context and the Dockerfile that it names, on the disk.
    std::map<compose::BuildSection const*, std::pair<std::string, std::string>> places;
    std::map<std::string, bool, std::less<>> own_folders;  ///< whether they are, by their path
    context::FolderNames names;
    /// The context of the Dockerfile before this one, and what it was opened from. Its files do not
    /// change meanwhile: who writes files forgets it.
    context::Discovered discovered;
    std::shared_ptr<context::Context const> context;
};

using BuildFileReader = FunctionRef<Result<compose::BuildSections>(
    std::string_view text, std::string_view name, std::vector<compose::ImageService>& images)>;

/// A file of a folder, by its path on the disk. What it holds is read by `reader` the first time.
ReadBuildFile const& read_once(ReadBuildFiles& read, std::string path, context::Files const& files,
                               std::string_view name, BuildFileReader reader);

/// What the workflows of a repository build.
compose::BuildSections const& workflow_sections(ReadBuildFiles& read,
                                                context::FolderOnDisk const& root);

}  // namespace dockcheck::cli
