// What the user asks of `check` and `fix`, as written on the command line.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

/// Values as written; what they mean is for the command to see. Lists are split at commas where
/// the interface says so.
struct Arguments {
    std::vector<std::string> paths;

    std::vector<std::string> select;
    std::vector<std::string> extend_select;
    std::vector<std::string> ignore;
    std::vector<std::string> severity;
    bool no_inline_ignores = false;

    std::optional<std::string> format;
    std::vector<std::string> output;
    std::optional<std::string> min_severity;
    std::optional<std::string> fail_on;
    bool exit_zero = false;
    bool show_suppressed = false;
    bool statistics = false;
    std::optional<std::string> color;
    std::optional<std::string> width;
    bool quiet = false;
    bool verbose = false;

    bool fix = false;
    bool unsafe_fixes = false;
    bool diff = false;

    std::optional<std::string> context;
    bool no_context = false;
    std::optional<std::string> image;
    std::vector<std::string> target;
    std::vector<std::string> build_arg;
    std::optional<std::string> platform;
    std::optional<std::string> today;

    std::optional<std::string> config;
    std::optional<std::string> base_config;
    bool isolated = false;
    std::vector<std::string> exclude;
    std::optional<std::string> files_from;
    std::optional<std::string> stdin_filename;
    std::optional<std::string> jobs;
    std::optional<std::string> baseline;
    std::optional<std::string> write_baseline;
    std::optional<std::string> changed_lines;
    std::optional<std::vector<std::string>> changed;  ///< of plan

    bool help = false;
    bool version = false;
};

/// One option: its names as CLI11 takes them, and the member that it sets.
struct OptionRow {
    std::string_view group;
    std::string_view names;
    std::string_view value;  ///< what stands for the value in the help; empty for a flag
    std::string_view help;
    bool Arguments::*flag = nullptr;
    std::optional<std::string> Arguments::*single = nullptr;
    std::vector<std::string> Arguments::*list = nullptr;
    /// Takes all words behind it, even none. Such an option is only of the commands that name it.
    std::optional<std::vector<std::string>> Arguments::*rest = nullptr;
    bool has_commas = false;      ///< a list's values may be joined by commas
    bool has_environment = true;  ///< DOCKCHECK_X stands for it
};

/// All options of `check`, in the order of the help, and those that only other commands have.
std::span<OptionRow const> check_options();

/// Reads the arguments behind the command's name, and the environment unless `--isolated` is among
/// them. An error has the nearest option where one is unknown.
Result<Arguments> parse_arguments(std::span<char const* const> arguments);

/// The same for a command that has only some of the options (blanks between their names) and does
/// not listen to the environment; its words are `paths`.
Result<Arguments> parse_some(std::span<char const* const> arguments, std::string_view options);

/// True when the option is among names with blanks between them, or these are "all": of check.
bool is_option_of(OptionRow const& row, std::string_view options);

/// DOCKCHECK_FAIL_ON for --fail-on.
std::string environment_name(OptionRow const& row);

}  // namespace dockcheck::cli
