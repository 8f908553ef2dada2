// Programs of development packages that an install leaves out and that a script of package.json
// starts during the build all the same.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct LeftOutTool {
    std::string program;               ///< "nest"; empty: none
    std::string package;               ///< "@nestjs/cli"
    std::string script_name;           ///< of the script that starts it; or empty
    Place script;                      ///< what that says, in package.json; or nowhere
    Place listed;                      ///< the package, in package.json or the lock file
    std::string manifest;              ///< of the context
    Command const* install = nullptr;  ///< the last one that leaves it out
    /// A COPY that brings it all the same where node_modules lies in the context; or nullptr.
    Transfer const* doubt = nullptr;
};

/// Of the scripts that an install of the project runs itself, such as `prepare`.
LeftOutTool tool_missing_at_install(Build const& build, Stage const& stage, Command const& install);

/// Of the script that `npm run build` and the like name.
LeftOutTool tool_missing_at_script(Build const& build, Stage const& stage, Command const& command);

/// Of a program of the project that the command starts without a script: `npx tsc`, `yarn tsc`.
LeftOutTool tool_missing_at_program(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model
