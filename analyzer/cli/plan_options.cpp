// The table of the options of `plan`.
#include <array>

#include "analyzer/cli/arguments.hpp"

namespace dockcheck::cli {
namespace {

constexpr OptionRow plan_row(std::string_view group, std::string_view names,
                             std::optional<std::string> Arguments::*member, std::string_view value,
                             std::string_view help) {
    OptionRow row{group, names, value, help};
    row.single = member;
    return row;
}

constexpr OptionRow plan_list(std::string_view names, std::vector<std::string> Arguments::*member,
                              std::string_view value, std::string_view help) {
    OptionRow row{"The build", names, value, help};
    row.list = member;
    return row;
}

constexpr OptionRow plan_flag(std::string_view group, std::string_view names,
                              bool Arguments::*member, std::string_view help,
                              bool has_environment) {
    OptionRow row{group, names, {}, help};
    row.flag = member;
    row.has_environment = has_environment;
    return row;
}

constexpr OptionRow format_row() {
    auto row = plan_row("Output", "-f,--format", &Arguments::format, "NAME", "text, json or dot");
    // DOCKCHECK_FORMAT names one of the formats of check.
    row.has_environment = false;
    return row;
}

constexpr std::array plan_table{
    plan_list("--target", &Arguments::target, "STAGE",
              "the stage that is built; all for every one"),
    plan_list("--build-arg", &Arguments::build_arg, "K=V", "the value of an ARG"),
    plan_row("The build", "--platform", &Arguments::platform, "P", "os/arch that is built for"),
    plan_row("The build", "--context", &Arguments::context, "DIR", "the build context"),
    plan_flag("The build", "--no-context", &Arguments::no_context, "there is none", true),

    plan_row("Files", "--stdin-filename", &Arguments::stdin_filename, "NAME",
             "what standard input is called"),
    plan_row("Files", "--config", &Arguments::config, "FILE", "this configuration and no other"),
    plan_flag("Files", "--isolated", &Arguments::isolated, "no configuration, no environment",
              false),

    format_row(),
    plan_row("Output", "--color", &Arguments::color, "WHEN", "auto, always, never"),
    plan_row("Output", "--width", &Arguments::width, "N", "columns of the terminal"),

    plan_flag("Other", "-h,--help", &Arguments::help, "this help", false),
};

}  // namespace

std::span<OptionRow const> plan_options() { return plan_table; }

}  // namespace dockcheck::cli
