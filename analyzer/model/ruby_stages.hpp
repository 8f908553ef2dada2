// What Ruby stages are for, and which settings Bundler has in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/context/context.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

/// True when something shows that the stage, or the image that takes files from it, runs Ruby in
/// production: RAILS_ENV and the like.
bool is_production_ruby(Build const& build, Stage const& stage);

/// True when RAILS_ENV and the like are set to development or test at a command.
bool is_in_development(Build const& build, Stage const& stage, Command const& command);
/// True when they certainly say production at a command.
bool is_in_production(Build const& build, Stage const& stage, Command const& command);

/// True for `bundle install` and `bundle`.
bool is_bundle_install(Build const& build, Command const& command);

/// A setting of Bundler at a command, by the environment, `bundle config` in front of it, or
/// .bundle/config.
struct BundleSetting {
    enum class State : std::uint8_t { unset, set, unknown } state = State::unset;
    std::string value;

    [[nodiscard]] bool is_unset() const { return state == State::unset; }
    /// Set to something that is not false.
    [[nodiscard]] bool is_on() const;
};
/// `name` is that of `bundle config`: "deployment", "without".
BundleSetting bundle_setting(Build const& build, Stage const& stage, Command const& command,
                             std::string_view name);

/// The Gemfile.lock of the application that a stage holds: of its working directory, or of the
/// root of the context; nullptr when none is seen.
context::Manifest const* gemfile_lock_of(Build const& build, Stage const& stage);

/// Major and minor of a version as numbers: "7.1.3" gives 7 and 1.
struct ShortVersion {
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    friend auto operator<=>(ShortVersion const&, ShortVersion const&) = default;
};
std::optional<ShortVersion> short_version(std::string_view text);
/// The version of Rails by a lock file.
std::optional<ShortVersion> rails_version(context::Manifest const* lock);

/// A server written in Ruby that the start command of a stage runs.
enum class RubyServer : std::uint8_t {
    none,    ///< no Ruby, a tool, or nobody knows
    web,     ///< rails server, puma, unicorn, thrust
    worker,  ///< sidekiq and the like
};
RubyServer ruby_server_of(Build const& build, Stage const& stage);

/// A line of ENV to be inserted above an instruction.
std::string env_line(std::string_view setting);

}  // namespace dockcheck::model
