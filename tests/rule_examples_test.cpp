// Every rule against the examples of its page.
#include "rules/catalog/catalog.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/support/lint_example.hpp"
#include "tests/support/rule_page.hpp"

namespace dockcheck::test {
namespace {

void check_fixed(Rule const& rule, pages::PageExample const& example) {
    std::string remaining;
    auto const outcome = fixed(rule, example, remaining);
    auto const found = outcome.changed.find(example.file);
    auto const text = found == outcome.changed.end() ? example.code : found->second;
    CHECK_MESSAGE(text == *example.fixed, "the fix must make\n", *example.fixed, "and makes\n",
                  text);
    CHECK_MESSAGE(remaining == "", "the rule still finds, after its own fix:\n", remaining);
    CHECK_MESSAGE(outcome.undone.empty(), "the fix makes a syntax error");
}

void check_bad(Rule const& rule, pages::PageExample const& example) {
    auto const rules = rules_for(rule, example);
    LintedExample const linted(rules, example);
    auto const findings = linted.findings_of(rule);
    auto const got = flagged(linted.dockerfile(), findings);
    CHECK_MESSAGE(got == wanted(example), drawing(linted.dockerfile(), findings), "must flag\n",
                  wanted(example), "and flags\n", got);
    if (example.fixed) check_fixed(rule, example);
}

void check_good(Rule const& rule, pages::PageExample const& example) {
    auto const rules = rules_for(rule, example);
    LintedExample const linted(rules, example);
    auto const findings = linted.findings_of(rule);
    CHECK_MESSAGE(findings.empty(), drawing(linted.dockerfile(), findings), "must flag nothing");
}

TEST_CASE("every rule does what its page shows") {
    for (auto const& rule : rules::catalog()) {
        auto const id = std::string(rule.category) + "/" + std::string(rule.name);
        SUBCASE(id.c_str()) {
            auto const page = page_of(rule);
            for (auto const& example : page.bad) {
                INFO("rules/", id, ".toml:", example.position.line, ": bad example");
                check_bad(rule, example);
            }
            for (auto const& example : page.good) {
                INFO("rules/", id, ".toml:", example.position.line, ": good example");
                check_good(rule, example);
            }
        }
    }
}

}  // namespace
}  // namespace dockcheck::test
