// Scripts of package.json that a container or a step starts: `npm start`, `npm run web`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

struct NodeScript {
    Argument const* word = nullptr;  ///< that names the script: `start`
    std::string name;
    std::string context_path;  ///< of package.json
    context::Manifest const* manifest = nullptr;
    context::Dependency const* script = nullptr;  ///< nullptr: there is none of that name
};

/// Nothing when no script is asked for, or when nobody knows the package.json of the image.
std::optional<NodeScript> node_script(Build const& build, Stage const& stage,
                                      Command const& command);

/// The same of a command of RUN, by the package.json that is there when it runs.
std::optional<NodeScript> built_script(Build const& build, Stage const& stage,
                                       Command const& command);

/// The package that a script starts and that only the development dependencies name, when every
/// install of the image certainly leaves those out; or nullptr. `install` is then one of them.
context::Dependency const* left_out_tool(Build const& build, Stage const& stage,
                                         NodeScript const& script, Command const** install);

/// The same of any package of a project, by its name.
context::Dependency const* left_out_package(Build const& build, Stage const& stage,
                                            context::Manifest const& manifest,
                                            std::string_view name, Command const** install);

/// The words of a line of package.json that is one plain command, or the last of several joined by
/// `&&`; none for others.
std::vector<std::string_view> words_of_script(std::string_view line);

}  // namespace dockcheck::model
