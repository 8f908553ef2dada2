// Gems that a Ruby program loads and certainly does not find.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct UnfoundGem {
    std::string name;
    Place loaded;
    Place listed;                      ///< in the Gemfile
    Command const* install = nullptr;  ///< `bundle install`
    /// Where that puts the gems, and plain `ruby` does not look; empty: it leaves this one out.
    std::string folder;
};

/// The first one.
std::optional<UnfoundGem> unfound_gem(Build const& build, Stage const& stage,
                                      Command const& command);

}  // namespace dockcheck::model
