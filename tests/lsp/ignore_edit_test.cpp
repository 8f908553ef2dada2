// The comment that an editor offers silences what it is offered for.
#include "analyzer/lsp/ignore_edit.hpp"

#include "rules/catalog/catalog.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/support/lint_example.hpp"
#include "tests/support/rule_page.hpp"

namespace dockcheck::test {
namespace {

/// The Dockerfile with the comment for its first finding of the rule.
std::string with_comment(std::string_view rule_name, std::string const& code,
                         bool requires_reason = false) {
    for (auto const& rule : rules::catalog()) {
        if (rule.name != rule_name) continue;
        pages::PageExample example;
        example.file = "Dockerfile";
        example.code = code;
        LintedExample const linted(rules_for(rule, example), example);
        auto const findings = linted.findings_of(rule);
        REQUIRE(!findings.empty());
        Arena arena;
        auto const file = dockerfile::parse(linted.dockerfile(), arena);
        auto const edit = lsp::ignore_edit(findings.front(), file, requires_reason);
        return std::string(code).insert(edit.offset, edit.text);
    }
    return "no such rule";
}

TEST_CASE("the comment stands above the instruction") {
    CHECK(with_comment("untagged-base-image", "FROM debian\n")
          == "# dockcheck ignore=untagged-base-image\nFROM debian\n");
    CHECK(with_comment("sudo-in-run", "FROM debian:12\nRUN true && \\\n    sudo true\n")
          == "FROM debian:12\n# dockcheck ignore=sudo-in-run\nRUN true && \\\n    sudo true\n");
    CHECK(with_comment("sudo-in-run", "FROM debian:12\nRUN <<END\nsudo true\nEND\n")
          == "FROM debian:12\n# dockcheck ignore=sudo-in-run\nRUN <<END\nsudo true\nEND\n");
    CHECK(
        with_comment("untagged-base-image", "# syntax=docker/dockerfile:1\n  FROM debian")
        == "# syntax=docker/dockerfile:1\n  # dockcheck ignore=untagged-base-image\n  FROM debian");
}

TEST_CASE("a byte order mark stays at the beginning") {
    std::string const mark = "\xEF\xBB\xBF";
    CHECK(with_comment("untagged-base-image", mark + "FROM debian\n")
          == mark + "# dockcheck ignore=untagged-base-image\nFROM debian\n");
    CHECK(with_comment("untagged-base-image", mark + "# escape=\\\nFROM debian\n")
          == mark + "# escape=\\\n# dockcheck ignore=untagged-base-image\nFROM debian\n");
    CHECK(with_comment("parse-failure", mark + "# a comment\n")
          == mark + "# dockcheck ignore-file=parse-failure\n# a comment\n");
}

TEST_CASE("it has the line ends of the file, and a reason to write where one has to be") {
    CHECK(with_comment("untagged-base-image", "FROM debian\r\n", true)
          == "# dockcheck ignore=untagged-base-image -- TODO: say why\r\nFROM debian\r\n");
}

TEST_CASE("what belongs to no instruction is silenced for the file, behind its directives") {
    CHECK(with_comment("parse-failure", "# syntax=docker/dockerfile:1\n")
          == "# syntax=docker/dockerfile:1\n# dockcheck ignore-file=parse-failure\n");
}

/// How many findings a comment for the first one leaves.
void check_silences(Rule const& rule, pages::PageExample const& example) {
    auto const rules = rules_for(rule, example);
    LintedExample const linted(rules, example);
    auto const before = linted.findings_of(rule);
    Arena arena;
    auto const file = dockerfile::parse(linted.dockerfile(), arena);
    for (auto const& finding : before) {
        if (finding.place.source != &linted.dockerfile()) continue;
        auto const edit = lsp::ignore_edit(finding, file, false);
        auto edited = example;
        edited.code.insert(edit.offset, edit.text);
        LintedExample const again(rules, edited);
        auto const after = again.findings_of(rule);
        CHECK_MESSAGE(after.size() < before.size(), rule.name, " is still found in\n", edited.code,
                      drawing(again.dockerfile(), after));
    }
}

TEST_CASE("the comment silences every rule in every example of its page") {
    for (auto const& rule : rules::catalog()) {
        if (rule.category == "suppressions") continue;
        for (auto const& example : page_of(rule).bad) {
            if (!example.is_image) check_silences(rule, example);
        }
    }
}

}  // namespace
}  // namespace dockcheck::test
