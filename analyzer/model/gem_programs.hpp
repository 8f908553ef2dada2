// Programs of gems that `bundle exec` looks for.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// `bundle exec puma` where no gem of the image's Gemfile.lock brings puma.
struct MissingGem {
    Argument const* word = nullptr;  ///< the program
    std::string lock;                ///< the path of Gemfile.lock in the context
};

/// Of a start command; `word` is nullptr unless the program certainly is not in the bundle.
MissingGem missing_gem(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model
