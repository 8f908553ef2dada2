// Whether a program outside may be started for a file, and which.
#pragma once

#include <optional>

#include "analyzer/config/profile.hpp"
#include "analyzer/external/shellcheck.hpp"

namespace dockcheck::cli {

/// ShellCheck, for files whose user has asked for it: by its rule's own name on the command line or
/// in the environment, or in the user's own configuration. A repository's configuration, also one
/// that --config names, starts nothing.
class ExternalPrograms {
 public:
    explicit ExternalPrograms(config::SelectionLayer const& command_line);

    /// The program for files of a profile, or nullptr.
    [[nodiscard]] External const* for_profile(config::Profile const& profile);
    /// Says once what keeps a selected rule silent, and what went wrong.
    void tell() const;

 private:
    [[nodiscard]] External const* found();

    bool is_named_ = false;  ///< on the command line
    bool was_refused_ = false;
    bool was_searched_ = false;
    std::optional<external::ShellCheck> shellcheck_;
};

}  // namespace dockcheck::cli
