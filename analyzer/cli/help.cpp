// `dockcheck help [TOPIC]` and `dockcheck version`.
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/names.hpp"
#include "analyzer/report/report.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::string_view overview = R"(dockcheck: finds what is wrong with Dockerfiles

Usage:
  dockcheck [check] [PATH...]   check files and folders [.]; - is standard input
  dockcheck fix [PATH...]       check, and mend what has a safe fix
  dockcheck explain RULE        what a rule is about; other tools' ids work too
  dockcheck rules               all rules
  dockcheck plan [PATH]         what a Dockerfile builds: stages, image, layers
  dockcheck help [TOPIC]        check, fix, explain, rules, plan, config, ignores, formats
  dockcheck version             the version

Exit status: 0 nothing at or above --fail-on, 1 something, 2 the job could not be done.
)";

constexpr std::string_view check_intro = R"(Usage: dockcheck [check] [OPTIONS] [PATH...]

Checks Dockerfiles. In folders it looks for Dockerfile, Containerfile, X.Dockerfile, Dockerfile.X,
Dockerfile-X and Dockerfile_X in any letter case, and obeys .gitignore.

RULE is a rule's name, a category, another tool's id (DL3006), all, default or preview. Every option
has an environment variable, DOCKCHECK_FAIL_ON for --fail-on.
)";

constexpr std::string_view fix_intro = R"(Usage: dockcheck fix [OPTIONS] [PATH...]

The same as dockcheck check --fix: files are mended where a fix leaves the built image as it is
(with --unsafe-fixes also where it is only most likely right), and what remains is reported. Standard
input is printed mended. --diff shows the changes and makes none. See: dockcheck help check
)";

constexpr std::string_view explain_topic = R"(Usage: dockcheck explain [--format text|markdown] RULE

Prints the page of a rule: what, why, options, examples, other tools' ids. RULE may be one of those
ids, with or without the tool: DL3006, hadolint:DL3006.
)";

constexpr std::string_view rules_topic = R"(Usage: dockcheck rules [--format text|json|markdown]

Lists every rule: name, category, default severity, on or off, kind of fix.
)";

constexpr std::string_view plan_intro =
    R"(Usage: dockcheck plan [OPTIONS] [PATH] [--changed FILE...]

Draws what a Dockerfile builds; nothing is run. PATH is the file or its folder [.]; - is standard
input. Shown are the stages and who takes from whom, the configuration of the image with the line
that set each value, and the layers with all that makes each be built again.

--changed FILE... shows which layers are built again when those files of the build context change,
and an order of instructions that would build less. All words behind it are files, so that PATH
comes first: dockcheck plan . --changed $(git diff --name-only)
)";

constexpr std::string_view config_topic =
    R"(The configuration is the nearest dockcheck.toml, .dockcheck.toml or [tool.dockcheck] in
pyproject.toml, in the file's folder or above it, up to the repository's root; else
$XDG_CONFIG_HOME/dockcheck/dockcheck.toml. Paths in it are relative to its folder.

  select        = ["default"]
  extend-select = ["base-image-not-pinned-by-digest"]
  ignore        = ["missing-healthcheck"]
  fail-on       = "warning"
  exclude       = ["third_party/**"]

  [build]
  targets = ["prod"]
  args    = { PYTHON = "3.12" }

  [rules.untagged-base-image]
  severity = "error"

  [[overrides]]
  files  = ["**/*.dev.Dockerfile"]
  ignore = ["final-user-is-root"]

More keys: min-severity, format, output, require-reason, no-inline-ignores, show-suppressed,
statistics, unsafe-fixes, today; build.context, build.no-context, build.platform.

The command line comes before the configuration. Where a select and an ignore both name a rule, the
more specific one wins: rule or id, then category, then all and default; on a tie the ignore.
)";

constexpr std::string_view ignores_topic =
    R"(Comments silence findings:

  # dockcheck ignore=RULE[,RULE] -- reason
      above an instruction: all of it; between the lines of a RUN: the next line
  # dockcheck ignore-file=RULE[,RULE] -- reason
      before the first FROM: the whole file

Those of other tools are obeyed for rules that have their ids: hadolint ignore=, check=skip=,
checkov:skip=, trivy:ignore:. --no-inline-ignores obeys none, --show-suppressed lists what was
silenced.
)";

std::string check_help() { return std::string(check_intro) + options_help(check_options()); }

std::string formats_help() {
    std::string result = "Formats of --format NAME and --output NAME:FILE:\n\n";
    for (auto const name : format_names()) result += fmt::format("  {}\n", name);
    return result
           + "\n--output may be given several times; text is still printed. With --format NAME a "
             "plain\n--output FILE has that format.\n";
}

}  // namespace

std::optional<std::string> help_topic(std::string_view name) {
    if (name.empty()) return std::string(overview);
    if (name == "check") return check_help();
    if (name == "fix") return std::string(fix_intro);
    if (name == "explain") return std::string(explain_topic);
    if (name == "rules") return std::string(rules_topic);
    if (name == "plan") return std::string(plan_intro) + options_help(plan_options());
    if (name == "config") return std::string(config_topic);
    if (name == "ignores") return std::string(ignores_topic);
    if (name == "formats") return formats_help();
    return std::nullopt;
}

int print_help(std::string_view command) {
    return print(help_topic(command).value_or(std::string(overview)));
}

int help_command(Words words) {
    if (words.empty()) return print_help({});
    std::string_view const topic = words.front();
    if (auto const text = help_topic(topic)) return print(*text);
    constexpr std::array<std::string_view, 8> topics{"check", "fix",    "explain", "rules",
                                                     "plan",  "config", "ignores", "formats"};
    return usage_error(
        fmt::format("no help on \"{}\"{}", topic, config::suggestion(topic, topics)));
}

int version_command(Words /*words*/) { return print("dockcheck " DOCKCHECK_VERSION "\n"); }

}  // namespace dockcheck::cli
