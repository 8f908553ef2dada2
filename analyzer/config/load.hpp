// From the text of a dockcheck.toml to a Configuration.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/config/configuration.hpp"

namespace dockcheck::config {

/// Where the settings stand in a file.
enum class Layout : std::uint8_t {
    whole_file,  ///< dockcheck.toml
    tool_table,  ///< pyproject.toml: [tool.dockcheck]
};

/// How a file is named: its folder (absolute, '/'), and the path that messages show.
struct ConfigurationFile {
    std::string folder;
    std::string shown;
    Layout layout = Layout::whole_file;
    /// Absolute; what `extends` is relative to. Empty: a file of the folder.
    std::string path = {};
    /// What `[build] context` has to lie in: absolute, without links. Empty: anywhere.
    std::string repository = {};
    /// What the file is laid over, as if it extended it; or nullptr.
    std::shared_ptr<Configuration const> base = nullptr;
};

/// The repository that holds a folder; the folder itself where there is none. Without links.
std::string repository_of(std::string const& folder);

/// Reads TOML 1.0. Unknown keys, unknown rules and wrong types are errors with file:line:column.
/// Nothing when a pyproject.toml has no [tool.dockcheck].
Result<std::optional<Configuration>> parse(std::string_view text, ConfigurationFile const& file,
                                           std::span<Rule const> rules);

/// The same for a file of the disk.
Result<std::optional<Configuration>> load(std::string const& path, ConfigurationFile const& file,
                                          std::span<Rule const> rules);

/// The configuration that a user named: it must be one. It is laid over `base`, if there is one.
Result<Configuration> load(std::string const& path, std::span<Rule const> rules,
                           std::shared_ptr<Configuration const> base = nullptr);

/// The same for one that others are laid over: its patterns and paths are about the files at hand,
/// in `working_folder`.
Result<Configuration> load_base(std::string const& path, std::span<Rule const> rules,
                                std::string const& working_folder);

}  // namespace dockcheck::config
