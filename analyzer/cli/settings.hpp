// What the arguments mean, once they are checked and put on top of the configuration.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/config/configuration.hpp"
#include "analyzer/config/profile.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/report/report.hpp"

namespace dockcheck {
class External;
}

namespace dockcheck::cli {

enum class FixMode : std::uint8_t { none, diff, write };

/// What holds for the whole run. The arguments win; then comes the configuration of the working
/// folder.
struct RunSettings {
    Format format = Format::full;
    std::vector<std::pair<Format, std::string>> outputs;  ///< more reports, into files
    bool show_suppressed = false;
    bool statistics = false;
    bool color = false;
    std::uint32_t width = 80;
    bool wraps = false;  ///< a terminal shows it
    FixMode fix = FixMode::none;
    std::optional<unsigned> jobs;

    /// True when one of the reports shows what to write instead.
    [[nodiscard]] bool shows_help() const {
        return dockcheck::shows_help(format)
               || std::ranges::any_of(
                   outputs, [](auto const& output) { return dockcheck::shows_help(output.first); });
    }
};

/// What holds for one file. The arguments win; then comes the file's own configuration.
struct FileSettings {
    std::optional<Severity> fail_on;  ///< nothing: never
    Severity min_severity = Severity::style;
    bool unsafe_fixes = false;
    bool obey_ignore_comments = true;
    bool require_reason = false;
    std::optional<std::string> context;  ///< the folder that was given
    bool no_context = false;
    bool reads_manifests = true;  ///< of Kubernetes
    bool with_help = true;        ///< a report shows what to write instead
    /// The program that external-shellcheck asks, or nullptr.
    External const* external = nullptr;
    model::BuildOptions build;
    std::string targets_from;                  ///< who names build.targets
    std::vector<std::string> named_arguments;  ///< those of build.arguments in --build-arg
};

/// What the arguments say of selection. Unknown severities are errors; which names are rules is for
/// config::unknown_name to see.
Result<config::SelectionLayer> selection_of(Arguments const& arguments);

/// Checks the arguments that say something for every file: levels, dates, build arguments.
Result<void> check_values(Arguments const& arguments);

Result<RunSettings> run_settings(Arguments const& arguments,
                                 config::Configuration const& configuration);

/// For arguments that check_values let pass.
FileSettings file_settings(Arguments const& arguments, config::Profile const& profile);

/// --color auto, always or never, and what the environment says of it.
Result<bool> wants_color(std::optional<std::string> const& when);
/// --width, else the terminal's, else 80.
Result<std::uint32_t> output_width(std::optional<std::string> const& width);

}  // namespace dockcheck::cli
