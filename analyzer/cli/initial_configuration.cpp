// A text for people.
#include "analyzer/cli/initial_configuration.hpp"

namespace dockcheck::cli {

constexpr std::string_view initial_configuration =
    R"(# The configuration of dockcheck. Each setting stands here as a comment.
# More: dockcheck help config. What is in force for a file: dockcheck config FILE

# Another configuration to read first; what this file says comes before it.
#extends = "../dockcheck.toml"

# Which rules: their names, categories, ids of other tools (DL3006), "all", "default", "preview".
#select = ["default"]
#extend-select = []
#ignore = []

# The exit status is 1 from this severity on: error, warning, info, style, or never.
#fail-on = "warning"
# Findings below this are not shown.
#min-severity = "style"

# Files that are not checked, as .gitignore would name them.
#exclude = ["third_party/**"]

# Findings that are accepted for now; dockcheck --write-baseline makes the file.
#baseline = "dockcheck-baseline.json"

# Every ignore comment needs a reason: # dockcheck ignore=RULE -- reason
#require-reason = false
#no-inline-ignores = false

# How files are built: the stages that are (or "all"), the values of ARG, the context.
#[build]
#targets = ["prod"]
#args = { VERSION = "1.0" }
#context = "."
#platform = "linux/amd64"

# Which Dockerfile makes an image that manifests of Kubernetes name; without a tag, any of its tags.
#[images]
#"registry.example.com/shop" = "Dockerfile"

# A rule's severity and its options: dockcheck explain RULE
#[rules.untagged-base-image]
#severity = "error"

# Other settings for some files.
#[[overrides]]
#files = ["**/*.dev.Dockerfile"]
#ignore = ["untagged-base-image"]

# A rule of your own.
#[[custom]]
#name = "no-internal-mirror"
#severity = "error"
#message = "{0} is the old mirror"
#match = { instruction = "RUN", command = "curl", argument = "https?://old\\.example\\.com/.*" }
)";

}  // namespace dockcheck::cli
