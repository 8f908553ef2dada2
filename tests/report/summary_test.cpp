// The last line, the statistics, rule pages and rule lists.
#include "analyzer/report/summary.hpp"

#include <doctest/doctest.h>

#include "analyzer/report/explain.hpp"
#include "analyzer/report/rules_list.hpp"
#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

TEST_CASE("the last line counts findings, files and fixes") {
    Summary summary;
    CHECK(summary_line(summary) == "No findings in 0 files");
    summary.add({});
    CHECK(summary_line(summary) == "No findings in 1 file");

    Sample sample("FROM a\n");
    sample.add(secret, sample.at("a"), "m");
    sample.add(untagged, sample.at("a"), "m").fix = Fix{};
    sample.add(casing, sample.at("a"), "m").suppressed = Suppression{};
    summary.add(sample.findings());
    CHECK(summary_line(summary)
          == "2 findings in 1 of 2 files (1 error, 1 warning), 1 fixable with --fix");

    Sample second("FROM a\n");
    second.add(untagged, second.at("a"), "m").fix = Fix{Applicability::unsafe, {}};
    summary.add(second.findings());
    summary.fixed = 4;
    CHECK(summary_line(summary)
          == "4 fixed, 3 findings in 2 of 3 files (1 error, 2 warnings), 1 fixable with --fix, "
             "1 more with --unsafe-fixes");
    CHECK(summary.files == 3);
    CHECK(summary.suppressed == 1);

    Source const compose("compose.yaml", "a\n");
    Source const same("compose.yaml", "a\n");
    Summary beside;
    for (auto const* const other : {&compose, &same}) {
        Sample dockerfile("FROM a\n");
        if (other == &same) dockerfile.add(secret, dockerfile.at("a"), "m");
        dockerfile.add(secret, Sample::at(*other, "a"), "m");
        beside.add(dockerfile.findings(), &dockerfile.source());
    }
    beside.add({});
    CHECK(summary_line(beside) == "3 findings in 2 files (3 errors)");
    CHECK(beside.files_with_findings == 2);

    Summary hidden;
    hidden.add({});
    hidden.in_baseline = 2;
    hidden.below = 3;
    CHECK(summary_line(hidden)
          == "No findings in 1 file, 2 in the baseline, 3 below --min-severity");
}

TEST_CASE("statistics count the findings of each rule and severity, the most frequent first") {
    Sample sample("FROM a\n");
    sample.add(secret, sample.at("a"), "m");
    for (int i = 0; i < 10; ++i) sample.add(untagged, sample.at("a"), "m").fix = Fix{};
    sample.add(casing, sample.at("a"), "m");
    sample.add(untagged, sample.at("a"), "m").severity = Severity::info;
    ReportOptions options;
    options.statistics = true;
    auto const output = report(Format::concise, sample, options);
    CHECK(output.substr(output.find("\n\n") + 1) == R"(
10  warning  untagged-base-image [*]
 1  style    instruction-casing
 1  error    secret-in-env
 1  info     untagged-base-image
)");
    CHECK(report(Format::concise, Sample("FROM a:1\n"), options) == "");
}

TEST_CASE("a rule's page says all that is known of it, at the width of the terminal") {
    CHECK(explain(untagged, {false, 60}) == R"(untagged-base-image: Base image without a tag

  category       base-image
  severity       warning, on by default
  fix            unsafe, with --unsafe-fixes
  reads          Dockerfile
  since          0.1
  also known as  hadolint:DL3006, other:yum (yum)

Why
  Without a tag the builder takes `latest`, which is another
  image next week.

  - builds stop being repeatable

Options
  ignore-images (strings, default ["scratch"])
      Images that need no tag.

Bad
    FROM python

Good
  the tag is there
    FROM python:3.12

To ignore it
  # dockcheck ignore=untagged-base-image -- reason
)");
}

TEST_CASE("the page as Markdown fences the examples") {
    CHECK(explain_markdown(untagged) == R"(Base image without a tag.

Without a tag the builder takes `latest`,
which is another image next week.

- builds stop being repeatable

**Bad**

```dockerfile
FROM python
```

**Good**: the tag is there

```dockerfile
FROM python:3.12
```

**Options**

- `ignore-images` (strings, default `["scratch"]`): Images that need no tag.

- category: base-image
- severity: warning, on by default
- fix: unsafe, with --unsafe-fixes
- reads: Dockerfile
- since: 0.1
- also known as: hadolint:DL3006, other:yum (yum)

To ignore it: `# dockcheck ignore=untagged-base-image -- reason`
)");
}

constexpr Rule const* all_rules[] = {&untagged, &secret, &casing};

TEST_CASE("the list of rules is a table, with summaries on lines of their own where it is narrow") {
    CHECK(list_rules(all_rules, ListFormat::text, 90) ==
          R"(untagged-base-image  warning  on       unsafe  base-image  Base image without a tag
secret-in-env        error    on               secrets     Secret in ENV
instruction-casing   style    preview  safe    style       Instruction in mixed case
)");
    CHECK(list_rules(all_rules, ListFormat::text, 60) ==
          R"(untagged-base-image  warning  on       unsafe
    base-image: Base image without a tag
secret-in-env        error    on
    secrets: Secret in ENV
instruction-casing   style    preview  safe
    style: Instruction in mixed case
)");
    CHECK(list_rules(all_rules, ListFormat::text, 40) == R"(untagged-base-image
    warning, on, unsafe, base-image:
    Base image without a tag
secret-in-env
    error, on, secrets: Secret in ENV
instruction-casing
    style, preview, safe, style:
    Instruction in mixed case
)");
    CHECK(list_rules(all_rules, ListFormat::markdown) ==
          R"(| rule | category | severity | default | fix | summary |
| --- | --- | --- | --- | --- | --- |
| `untagged-base-image` | base-image | warning | on | unsafe | Base image without a tag |
| `secret-in-env` | secrets | error | on |  | Secret in ENV |
| `instruction-casing` | style | style | preview | safe | Instruction in mixed case |
)");
}

TEST_CASE("the list of rules as JSON has options with their defaults as values") {
    CHECK(list_rules(std::span(all_rules).first(2), ListFormat::json)
          == R"([
{"name":"untagged-base-image","category":"base-image","severity":"warning","default":"on",)"
             R"("fix":"unsafe","inputs":["dockerfile"],"requires":[],"since":"0.1",)"
             R"("precision":"high","aliases":["hadolint:DL3006","other:yum"],)"
             R"("summary":"Base image without a tag","options":[{"name":"ignore-images",)"
             R"("type":"strings","default":["scratch"],"why":"Images that need no tag."}]},
{"name":"secret-in-env","category":"secrets","severity":"error","default":"on","fix":null,)"
             R"("inputs":["dockerfile"],"requires":[],"since":"0.1","precision":"very-high",)"
             R"("aliases":[],"summary":"Secret in ENV","options":[]}]
)");
    CHECK(list_rules({}, ListFormat::json) == "[]\n");
}

}  // namespace
}  // namespace dockcheck::test
