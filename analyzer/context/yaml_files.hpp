// The YAML files of a tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/files.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::context {

struct YamlFile {
    std::string path;
    std::string text;
};

/// The files of a tree that end in .yaml or .yml and whose text is wanted, by their paths; not in
/// folders of tests, of documentation and of what others wrote or a build made. Nothing where a
/// tree holds more than can be looked through in a moment.
std::optional<std::vector<YamlFile>> yaml_files(Files const& tree,
                                                FunctionRef<bool(std::string_view text)> wanted);

}  // namespace dockcheck::context
