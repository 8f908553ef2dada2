// The YAML files of a compose project: the first, and those that it includes and extends.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/build_section.hpp"

namespace dockcheck::compose {

/// One of them. Paths are from the first file's folder.
struct ComposeDocument {
    std::string path;    ///< "" for the first
    std::string folder;  ///< what its paths are relative to; "" for the first's
    YAML::Node root;
};

/// `path` as written in a file whose paths are relative to `folder`.
std::string joined_path(std::string const& folder, std::string const& path);
/// The folder that holds a file; "" for the first's.
std::string folder_of_file(std::string const& path);

/// Opens files, each once, and no more of them than a project reasonably has.
class ComposeDocuments {
 public:
    /// `name` is the first file's, by which others may refer to it.
    ComposeDocuments(YAML::Node const& first, std::string_view name, OtherFiles* others);

    [[nodiscard]] ComposeDocument const& first() const { return first_; }
    /// A file whose paths are relative to `folder`, or nullptr: there is none, it is no YAML, or
    /// there are too many.
    ComposeDocument const* open(std::string const& path, std::string const& folder);

 private:
    std::unique_ptr<ComposeDocument const> load(std::string const& path, std::string const& folder);

    ComposeDocument first_;
    std::string first_name_;
    OtherFiles* others_;
    std::map<std::pair<std::string, std::string>, std::unique_ptr<ComposeDocument const>> opened_;
    std::size_t bytes_ = 0;
};

}  // namespace dockcheck::compose
