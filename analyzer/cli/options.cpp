// The table of options.
#include <array>

#include "analyzer/cli/arguments.hpp"

namespace dockcheck::cli {
namespace {

using A = Arguments;

constexpr OptionRow flag(std::string_view group, std::string_view names, bool A::*member,
                         std::string_view help) {
    OptionRow row{group, names, {}, help};
    row.flag = member;
    return row;
}

constexpr OptionRow single(std::string_view group, std::string_view names,
                           std::optional<std::string> A::*member, std::string_view value,
                           std::string_view help) {
    OptionRow row{group, names, value, help};
    row.single = member;
    return row;
}

constexpr OptionRow list(std::string_view group, std::string_view names,
                         std::vector<std::string> A::*member, std::string_view value,
                         std::string_view help) {
    OptionRow row{group, names, value, help};
    row.list = member;
    return row;
}

constexpr OptionRow comma_list(std::string_view group, std::string_view names,
                               std::vector<std::string> A::*member, std::string_view value,
                               std::string_view help) {
    auto row = list(group, names, member, value, help);
    row.has_commas = true;
    return row;
}

constexpr OptionRow rest(std::string_view group, std::string_view names,
                         std::optional<std::vector<std::string>> A::*member, std::string_view value,
                         std::string_view help) {
    OptionRow row{group, names, value, help};
    row.rest = member;
    row.has_environment = false;
    return row;
}

constexpr OptionRow without_environment(OptionRow row) {
    row.has_environment = false;
    return row;
}

constexpr std::string_view rules = "Rules";
constexpr std::string_view fixes = "Fixes";
constexpr std::string_view build_group = "The build";
constexpr std::string_view files = "Files";
constexpr std::string_view shown = "What is shown";
constexpr std::string_view output = "Output";
constexpr std::string_view other = "Other";

constexpr std::array table{
    comma_list(rules, "--select", &A::select, "RULE,...", "check these instead of the default set"),
    comma_list(rules, "--extend-select", &A::extend_select, "RULE,...", "check these too"),
    comma_list(rules, "--ignore", &A::ignore, "RULE,...", "do not check these"),
    comma_list(rules, "--severity", &A::severity, "RULE=LEVEL", "error, warning, info, style, off"),
    flag(rules, "--no-inline-ignores", &A::no_inline_ignores, "obey no comments in the files"),

    flag(fixes, "--fix", &A::fix, "mend what has a safe fix"),
    flag(fixes, "--unsafe-fixes", &A::unsafe_fixes, "also what has an unsafe fix"),
    flag(fixes, "--diff", &A::diff, "show what fixes would change, change nothing"),

    single(build_group, "--context", &A::context, "DIR", "the build context"),
    flag(build_group, "--no-context", &A::no_context, "there is none"),
    single(build_group, "--image", &A::image, "PATH", "the image that was made, to compare with"),
    list(build_group, "--target", &A::target, "STAGE",
         "the stage that is built; all for every one"),
    list(build_group, "--build-arg", &A::build_arg, "K=V", "the value of an ARG"),
    single(build_group, "--platform", &A::platform, "P", "os/arch that is built for"),
    rest(build_group, "--changed", &A::changed, "FILE...", "of plan: which layers are built again"),
    single(build_group, "--today", &A::today, "DATE", "YYYY-MM-DD, for support dates"),

    list(files, "--exclude", &A::exclude, "GLOB", "leave out files, as .gitignore would"),
    single(files, "--files-from", &A::files_from, "FILE",
           "Dockerfiles of a list, lines or NUL; - is stdin"),
    single(files, "--stdin-filename", &A::stdin_filename, "NAME", "what standard input is called"),
    single(files, "--config", &A::config, "FILE", "this configuration and no other"),
    single(files, "--base-config", &A::base_config, "FILE",
           "what every configuration is laid over"),
    without_environment(
        flag(files, "--isolated", &A::isolated, "no configuration, no environment")),

    single(shown, "--baseline", &A::baseline, "FILE", "only findings that are not in it"),
    single(shown, "--write-baseline", &A::write_baseline, "FILE", "accept all findings there are"),
    single(shown, "--changed-lines", &A::changed_lines, "DIFF",
           "only findings on lines that a unified diff adds"),
    single(shown, "--min-severity", &A::min_severity, "LEVEL", "show no findings below"),
    flag(shown, "--show-suppressed", &A::show_suppressed, "list what comments silenced"),

    single(output, "-f,--format,--output-format", &A::format, "NAME",
           "full, concise, json, sarif, ...: see help formats"),
    list(output, "-o,--output", &A::output, "FILE", "also into a file; FORMAT:FILE, repeatable"),
    single(output, "--fail-on", &A::fail_on, "LEVEL", "exit 1 from here on [warning]; never"),
    flag(output, "--exit-zero,--no-fail", &A::exit_zero, "exit 0 in spite of findings"),
    flag(output, "--statistics", &A::statistics, "count findings by rule and severity"),
    single(output, "--color", &A::color, "WHEN", "auto, always, never"),
    single(output, "--width", &A::width, "N", "columns of the terminal"),
    flag(output, "-q,--quiet", &A::quiet, "findings and errors only"),
    flag(output, "-v,--verbose", &A::verbose, "also configuration and contexts taken"),

    single(other, "-j,--jobs", &A::jobs, "N", "files checked at the same time"),
    without_environment(flag(other, "-h,--help", &A::help, "this help")),
    without_environment(flag(other, "-V,--version", &A::version, "the version")),
};

}  // namespace

std::span<OptionRow const> check_options() { return table; }

}  // namespace dockcheck::cli
