// Rules that look into RUN show on their pages that they find the same behind a continued line and
// in a heredoc.
#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/support/lint_example.hpp"
#include "tests/support/rule_page.hpp"

namespace dockcheck::test {
namespace {

/// Where the findings of a rule's bad examples lie.
struct Places {
    bool in_run = false;  ///< in the words behind the flags
    bool behind_continuation = false;
    bool in_heredoc = false;
};

/// What says how a RUN is written is in no heredoc, and what a continued line does is in none
/// either; nor is what only the builder does that knows no heredocs.
constexpr std::string_view bound_to_one_form[] = {"comment-line-inside-quoted-text",
                                                  "heredoc-script-without-errexit",
                                                  "failure-hidden-by-cleanup",
                                                  "copy-archive-then-extract",
                                                  "shell-heredoc-terminator-indented",
                                                  "literal-tilde-outside-shell",
                                                  "flask-debug-mode",
                                                  "powershell-wrapper-instead-of-shell",
                                                  "empty-continuation-line",
                                                  "instruction-on-continued-line",
                                                  "write-after-volume",
                                                  "parse-failure",
                                                  "chained-elements-on-one-line",
                                                  "multiple-consecutive-spaces",
                                                  "long-run-line",
                                                  "run-chain-instead-of-heredoc"};

void see(Finding const& finding, ast::File const& file, Places& places) {
    auto const span = finding.place.span;
    for (auto const& instruction : file.instructions) {
        // A list of words is read by no shell.
        if (instruction.keyword != ast::Keyword::run || instruction.json) continue;
        for (auto const& heredoc : instruction.heredocs) {
            bool const is_inside = heredoc.body_span.contains(span);
            places.in_heredoc = places.in_heredoc || is_inside;
            places.in_run = places.in_run || is_inside;
        }
        auto const words = instruction.arguments.source();
        if (!words.contains(span) || span == words) continue;
        places.in_run = true;
        auto const before = finding.place.source->bytes().substr(
            instruction.span.begin, span.begin - instruction.span.begin);
        places.behind_continuation = places.behind_continuation || before.find('\n') != before.npos;
    }
}

Places places_of(Rule const& rule) {
    Places places;
    auto const page = page_of(rule);
    for (auto const& example : page.bad) {
        auto const rules = rules_for(rule, example);
        LintedExample const linted(rules, example);
        Arena arena;
        auto const file = dockerfile::parse(linted.dockerfile(), arena);
        for (auto const& finding : linted.findings_of(rule)) {
            if (finding.place.source == &linted.dockerfile()) see(finding, file, places);
        }
    }
    return places;
}

TEST_CASE("rules about RUN are shown behind a continued line and in a heredoc") {
    for (auto const& rule : rules::catalog()) {
        if (std::ranges::find(bound_to_one_form, rule.name)
            != std::ranges::end(bound_to_one_form)) {
            continue;
        }
        auto const places = places_of(rule);
        if (!places.in_run) continue;
        CHECK_MESSAGE(places.behind_continuation, rule.category, "/", rule.name,
                      ".toml shows no finding behind a continued line of a RUN");
        CHECK_MESSAGE(places.in_heredoc, rule.category, "/", rule.name,
                      ".toml shows no finding in a heredoc of a RUN");
    }
}

}  // namespace
}  // namespace dockcheck::test
