// What the Ruby program that a container starts loads of its own sources.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/model/absent_files.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// The first source that a start command (`ruby app.rb`, `rackup`, `puma`) certainly loads by
/// `require_relative` and that is not in the image.
std::optional<MissingSource> missing_ruby_source(Build const& build, Stage const& stage,
                                                 Command const& command);

/// `require "sinatra"` of a source that certainly runs.
struct LoadedFeature {
    std::string_view name;
    Place place;
};

/// What a start command certainly loads by name; nothing where a source speaks of Bundler, which
/// may load gems by itself.
std::vector<LoadedFeature> loaded_features(Build const& build, Stage const& stage,
                                           Command const& command);

}  // namespace dockcheck::model
