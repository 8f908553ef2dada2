// Which configuration file holds for a folder.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include "analyzer/config/configuration.hpp"

namespace dockcheck::config {

/// Finds configurations and keeps what it found. Not for several threads.
class Discovery {
 public:
    /// `working_folder` is absolute, with '/'; files below it are shown relative to it.
    /// `user_file` is the user's own configuration (it may be missing), or empty.
    Discovery(std::span<Rule const> rules, std::string working_folder, std::string user_file);

    /// Lays all that is found over this one, as if it extended it. To be called first.
    void lay_over(std::shared_ptr<Configuration const> base) { base_ = std::move(base); }

    /// The nearest dockcheck.toml, .dockcheck.toml or pyproject.toml with [tool.dockcheck] in an
    /// absolute folder or above it, up to the repository's root; else the user's; else the nearest
    /// .hadolint.yaml; else an empty one. A file with nothing in it leaves a .hadolint.yaml in
    /// force. The same object for the same file.
    Result<std::shared_ptr<Configuration const>> in_force(std::string const& folder);

 private:
    using Found = Result<std::shared_ptr<Configuration const>>;

    bool is_top_folder(std::string const& folder);
    Found user_configuration();
    Found configuration_of(std::string const& folder);
    Found own_configuration(std::string const& folder);
    Found hadolint_configuration(std::string const& folder);

    std::span<Rule const> rules_;
    std::string working_folder_;
    std::string user_file_;
    std::shared_ptr<Configuration const> base_;
    std::map<std::string, bool, std::less<>> tops_;
    std::map<std::string, Found, std::less<>> folders_;
    std::map<std::string, Found, std::less<>> hadolint_folders_;
    std::shared_ptr<Configuration const> user_;
    /// Of hadolint's configurations that are obeyed although there is a blank file of ours.
    std::map<std::pair<Configuration const*, std::string>, std::shared_ptr<Configuration const>>
        instead_of_blank_;
};

/// $XDG_CONFIG_HOME/dockcheck/dockcheck.toml, by default below ~/.config; empty when there is no
/// home.
std::string user_configuration_file();

}  // namespace dockcheck::config
