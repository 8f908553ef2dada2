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
    std::vector<std::string> target;
    std::vector<std::string> build_arg;
    std::optional<std::string> platform;
    std::optional<std::string> today;

    std::optional<std::string> config;
    bool isolated = false;
    std::vector<std::string> exclude;
    std::optional<std::string> files_from;
    std::optional<std::string> stdin_filename;
    std::optional<std::string> jobs;

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
    bool has_commas = false;      ///< a list's values may be joined by commas
    bool has_environment = true;  ///< DOCKCHECK_X stands for it
};

/// All options of `check`, in the order of the help.
std::span<OptionRow const> check_options();
/// Those of `plan`; --changed is not among them, it takes all words behind it.
std::span<OptionRow const> plan_options();

/// Reads the arguments behind the command's name, and the environment unless `--isolated` is among
/// them. An error has the nearest option where one is unknown.
Result<Arguments> parse_arguments(std::span<char const* const> arguments);
/// The same for `plan`.
Result<Arguments> parse_plan_arguments(std::span<char const* const> arguments);

/// The options as the help shows them.
std::string options_help(std::span<OptionRow const> rows);

/// The one positional argument and the format of `explain` and `rules`.
struct SmallArguments {
    std::vector<std::string> words;
    std::optional<std::string> format;
    std::optional<std::string> color;
    std::optional<std::string> width;
    bool help = false;
};
Result<SmallArguments> parse_small(std::span<char const* const> arguments);

}  // namespace dockcheck::cli
