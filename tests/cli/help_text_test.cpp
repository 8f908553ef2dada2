// Help on a narrow terminal: paragraphs, examples and what is said of them.
#include "analyzer/cli/help_text.hpp"

#include <doctest/doctest.h>

namespace dockcheck::cli {
namespace {

constexpr std::string_view text = R"(A paragraph of several words that are wrapped.

  git diff | dockcheck --changed-lines - .     only what a branch adds
  ignore = ["a-long-name-of-a-rule"]      # why
      prose below an example, which is wrapped as well
  dockcheck migrate hadolint > dockcheck.toml
)";

TEST_CASE("on a narrow terminal remarks go below an example, comments above it") {
    CHECK(reflowed(text, 40) == R"(A paragraph of several words that are
wrapped.

  git diff | dockcheck --changed-lines - .
      only what a branch adds
  # why
  ignore = ["a-long-name-of-a-rule"]
      prose below an example, which is
      wrapped as well
  dockcheck migrate hadolint > dockcheck.toml
)");
}

TEST_CASE("where there is room help stays as it is written") { CHECK(reflowed(text, 80) == text); }

}  // namespace
}  // namespace dockcheck::cli
