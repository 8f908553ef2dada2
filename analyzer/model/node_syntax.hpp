// Whether Node.js takes a source for CommonJS, in which `import` is an error.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/node_start.hpp"

namespace dockcheck::model {

/// True when a start runs `node FILE` without options, by a Node.js that certainly is too old to
/// look into a source for `import`: before 20.19 and 22.7.
bool starts_old_node(Build const& build, Stage const& stage, NodeStart const& start);

/// True when a .js file of a folder certainly is CommonJS: the nearest package.json says nothing
/// else, or there is none. `manifest` becomes that package.json, of the context, or empty.
bool is_commonjs_folder(Build const& build, Stage const& stage, std::string_view folder,
                        std::string& manifest);

}  // namespace dockcheck::model
