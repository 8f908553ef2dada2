// What help says, wrapped to the terminal when it is printed.
#include "analyzer/cli/help_topics.hpp"

namespace dockcheck::cli {

constexpr std::string_view check_intro =
    R"(Checks Dockerfiles. In folders it looks for Dockerfile, Containerfile, X.Dockerfile,
Dockerfile.X, Dockerfile-X and Dockerfile_X in any letter case, obeys .gitignore, and leaves
node_modules and vendor out.

RULE is a rule's name, a category, another tool's id (DL3006), all, default or preview. Every option
has an environment variable: DOCKCHECK_FAIL_ON for --fail-on.

  git diff -U0 main | dockcheck --changed-lines - .     only what a branch adds
  dockcheck --write-baseline accepted.json              accept what is there
  dockcheck --baseline accepted.json                    and only tell what is new
  dockcheck --extend-select external-shellcheck         and ask ShellCheck, where it is installed
)";

constexpr std::string_view fix_intro =
    R"(The same as dockcheck check --fix: files are mended where a fix leaves the image of a build whose
steps all succeed as it is (with --unsafe-fixes also where it is only most likely right), and what
remains is reported.
Standard input is printed mended. --diff shows the changes and makes none. The options are those of
dockcheck check.
)";

constexpr std::string_view explain_intro =
    R"(Prints the page of a rule: what it is about, why, its options, examples, other tools' ids. RULE
may be one of those ids, with or without the tool: DL3006, hadolint:DL3006. Of a category (python)
it lists the rules; dockcheck help categories has all. --format is text or markdown.
)";

constexpr std::string_view rules_intro =
    R"(Lists every rule: name, severity, on or off by default, kind of fix, category, what it finds. NAME
leaves those of a rule, of a category (dockcheck help categories) or of another tool's id: python,
DL3008. --format is text, json or markdown; json has all that is known of each.
)";

constexpr std::string_view plan_intro =
    R"(Draws what a Dockerfile builds; nothing is run. PATH is the file or its folder [.]; - is standard
input. Shown are the stages and who takes from whom, the configuration of the image with the line
that set each value, and the layers with all that makes each be built again. --format json has all
of it, dot is a picture for Graphviz.

--changed FILE... shows which layers are built again when those files of the build context change,
and an order of instructions that would build less. All words behind it are files, so that PATH
comes first:

  dockcheck plan . --changed $(git diff --name-only)
)";

constexpr std::string_view config_command_intro =
    R"(Prints the configuration that is in force for a file, or for the working folder, as TOML: each
value, and behind it the file, line and column that it comes from. With -v also the rules that are
on. Options of dockcheck check count as they would there. What may be configured: dockcheck help
config.
)";

constexpr std::string_view categories_intro =
    R"(The categories of rules. A category's name stands for its rules wherever a rule is named, in
--select, in comments and in the configuration; dockcheck rules CATEGORY lists them.
)";

constexpr std::string_view init_intro =
    R"(Writes a dockcheck.toml into the working folder, in which every setting stands as a comment. A
configuration that is there already is left alone.
)";

constexpr std::string_view migrate_intro =
    R"(Prints a .hadolint.yaml as a dockcheck.toml: ids become names of rules, and what has no
counterpart becomes a comment. FILE is the .hadolint.yaml or .hadolint.yml of the working folder
where none is named; - is standard input.

  dockcheck migrate hadolint -o dockcheck.toml

writes the file when all of it is there, and never over one that says something. Where there is no
dockcheck.toml, or an empty one, a .hadolint.yaml is obeyed in the same way, with a note.
)";

constexpr std::string_view completions_intro =
    R"(Prints completions for bash, zsh or fish:

  dockcheck completions bash > ~/.local/share/bash-completion/completions/dockcheck
  dockcheck completions zsh > _dockcheck         in a folder of $fpath
  dockcheck completions fish > ~/.config/fish/completions/dockcheck.fish
)";

constexpr std::string_view lsp_intro =
    R"(Serves an editor by the Language Server Protocol on standard input and output: findings while
one types, fixes and comments that silence as code actions, rules' pages where the mouse rests.
Editors start it themselves (docs/editors.md says how to tell them). What is found is what dockcheck
check FILE finds in the folder that the editor has open, in the text as it is in the editor. The
options of dockcheck check that say what is found count here too.
)";

constexpr std::string_view configuration_topic =
    R"(The configuration of a file is the nearest dockcheck.toml, .dockcheck.toml or [tool.dockcheck]
in pyproject.toml, in its folder or above it, up to the repository's root; else the user's
$XDG_CONFIG_HOME/dockcheck/dockcheck.toml; else a .hadolint.yaml. Paths in it are relative to its
folder. dockcheck init writes one to begin with, dockcheck config shows what is in force, and dockcheck help
schema prints its JSON schema for editors.

  extends       = "../dockcheck.toml"    # read first; or a list
  select        = ["default"]
  extend-select = ["base-image-not-pinned-by-digest"]
  ignore        = ["missing-healthcheck"]
  fail-on       = "warning"
  exclude       = ["third_party/**"]
  baseline      = "accepted.json"

  [build]
  targets = ["prod"]
  args    = { PYTHON = "3.12" }

  [images]                               # what makes the images that manifests name
  "registry.example.com/shop" = "Dockerfile"
  "registry.example.com/job"  = { dockerfile = "Dockerfile", target = "job" }

  [rules.untagged-base-image]
  severity = "error"                     # and the rule's options

  [[overrides]]                          # for some files
  files  = ["**/*.dev.Dockerfile"]
  ignore = ["final-user-is-root"]

  [[custom]]                             # a rule of your own
  name     = "no-internal-mirror"
  severity = "error"
  message  = "{0} is the old mirror"
  match.instruction = "RUN"
  match.command     = "curl"
  match.argument    = "https?://old\\.example\\.com/.*"

More keys: min-severity, format, output, require-reason, no-inline-ignores, show-suppressed,
statistics, unsafe-fixes, today; build.context, build.no-context, build.platform.

In a match, instruction, command, argument and lacks are a text or a list of texts, any of which may
fit. All but instruction are regular expressions of RE2 that must match a whole word: the program,
one of its arguments (or of the instruction's, where no command is asked for), an argument that must
not be there. The message's {0} is what is underlined, {1} the program, {2} the instruction.

The command line comes before the configuration. Where a select and an ignore both name a rule, the
more specific one wins: rule or id, then category, then all and default; on a tie the ignore.
)";

constexpr std::string_view ignores_topic =
    R"(Comments silence findings:

  # dockcheck ignore=RULE[,RULE] -- reason
      above an instruction: all of it; between the lines of a RUN: the next line
  # dockcheck ignore-file=RULE[,RULE] -- reason
      before the first FROM: the whole file
  # dockcheck ignore=RULE until=2026-12-31 -- reason
      up to that day; then the comment itself is told

RULE is a rule's name, a category or another tool's id. What is missing from a stage, such as a
USER, is told at its FROM and silenced there. A comment that silences nothing is a finding of its
own, and so is one with a name that no rule has. With require-reason = true in the configuration the
reason must be there.

They silence findings in compose files, manifests, requirements files and .dockerignore as well: there
ignore= is for the next line, and nobody tells when a comment silences nothing or its day is over.

Comments of other tools are obeyed for rules that have their ids: hadolint ignore=, hadolint global
ignore=, hadolint stage ignore=, check=skip=, checkov:skip=, trivy:ignore:, tally ignore=, nosemgrep.

--no-inline-ignores obeys none, --show-suppressed lists what was silenced. Many findings that are to
stay for now are better kept in a baseline: --write-baseline FILE, then --baseline FILE.
)";

constexpr std::string_view formats_intro = R"(Formats of --format NAME and --output NAME:FILE:
)";

constexpr std::string_view formats_end =
    R"(--output may be given several times, and text is still printed:

  dockcheck -o sarif:out.sarif -o junit:out.xml

With --format NAME a plain --output FILE has that format, without it the one of its ending (.sarif,
.json, .jsonl, .md), else text. The exit status does not depend on it.
)";

constexpr std::string_view exit_status =
    R"(Exit status: 0 nothing at or above --fail-on, 1 something, 2 the job could not be done.
)";

}  // namespace dockcheck::cli
