// How fixes are put together.
#include <deque>
#include <doctest/doctest.h>

#include "tests/lint/sample_rules.hpp"

namespace dockcheck::test {
namespace {

constexpr Rule first_rule{.name = "a-rule", .fix = FixKind::safe};
constexpr Rule second_rule{.name = "b-rule", .fix = FixKind::safe};

/// A finding that replaces each of the texts, where they stand first.
Finding replacing(Rule const& rule, Source const& source,
                  std::vector<std::pair<std::string_view, std::string_view>> const& edits) {
    Finding finding;
    finding.rule = &rule;
    finding.fix.emplace();
    for (auto const& [text, replacement] : edits) {
        auto const begin = static_cast<std::uint32_t>(source.bytes().find(text));
        Place const place{&source, {begin, begin + static_cast<std::uint32_t>(text.size())}};
        finding.fix->edits.push_back({place, replacement});
        if (finding.place.source == nullptr) finding.place = place;
    }
    return finding;
}

std::string applied(std::vector<Finding> const& findings,
                    Applicability up_to = Applicability::safe) {
    auto const pass = apply_fixes(findings, up_to);
    std::string out;
    for (auto const& file : pass.files) out += file.source->name() + ": " + file.bytes + "\n";
    return out;
}

TEST_CASE("fixes that do not touch are made in one pass") {
    Source const source("D", "one two three");
    CHECK(applied({replacing(second_rule, source, {{"three", "3"}}),
                   replacing(first_rule, source, {{"one", "1"}})})
          == "D: 1 two 3\n");
}

TEST_CASE("of two fixes that touch, the first in the order of rules is made") {
    Source const source("D", "one two three");
    CHECK(applied({replacing(second_rule, source, {{"one ", "1 "}}),
                   replacing(first_rule, source, {{"two", "2"}})})
          == "D: one 2 three\n");
    CHECK(applied({replacing(second_rule, source, {{"one", "1"}, {"three", "3"}}),
                   replacing(first_rule, source, {{"hree", "HREE"}})})
          == "D: one two tHREE\n");
}

TEST_CASE("a fix over two files is made whole or not at all") {
    Source const one("one", "a b");
    Source const two("two", "c d");
    auto both = replacing(second_rule, one, {{"a", "A"}});
    auto const other = replacing(second_rule, two, {{"c", "C"}});
    both.fix->edits.push_back(other.fix->edits.front());
    CHECK(applied({both}) == "one: A b\ntwo: C d\n");
    CHECK(applied({both, replacing(first_rule, two, {{"c", "see"}})}) == "two: see d\n");
}

TEST_CASE("unsafe fixes and suppressed findings wait to be asked for") {
    Source const source("D", "one two");
    auto unsafe = replacing(first_rule, source, {{"one", "1"}});
    unsafe.fix->applicability = Applicability::unsafe;
    CHECK(applied({unsafe}) == "");
    CHECK(applied({unsafe}, Applicability::unsafe) == "D: 1 two\n");
    auto suppressed = replacing(first_rule, source, {{"one", "1"}});
    suppressed.suppressed.emplace();
    CHECK(applied({suppressed}) == "");
}

TEST_CASE("a fix that overlaps itself or lies outside of the file is left out") {
    Source const source("D", "one two");
    CHECK(applied({replacing(first_rule, source, {{"one", "1"}, {"ne t", "x"}})}) == "");
    auto outside = replacing(first_rule, source, {{"one", "1"}});
    outside.fix->edits.front().place.span.end = 100;
    CHECK(applied({outside}) == "");
}

TEST_CASE("new lines end as those of the file do") {
    Source const source("D", "one\r\ntwo\r\n");
    CHECK(applied({replacing(first_rule, source, {{"two", "2\n3\r\n4"}})})
          == "D: one\r\n2\r\n3\r\n4\r\n\n");
}

/// Checks again with the sample rules; keeps what findings point into.
class Files {
 public:
    explicit Files(std::string text) : text_(std::move(text)) {}

    std::vector<Finding> operator()(FixedTexts const& changed) {
        auto const found = changed.find("Dockerfile");
        looks_.emplace_back(found == changed.end() ? text_ : found->second);
        return looks_.back().findings;
    }

 private:
    std::string text_;
    std::deque<Linted> looks_;
};

TEST_CASE("fixing goes on until nothing is left to fix") {
    Files files("FROM bad\nRUN badbad\n");
    auto const outcome = fix_all(files, Applicability::safe, "Dockerfile");
    CHECK(outcome.changed.at("Dockerfile") == "FROM good\nRUN goodgood\n");
    CHECK(outcome.fixes == 3);
    CHECK(outcome.findings.empty());
    CHECK(outcome.is_settled);
}

TEST_CASE("a fix that never settles stops after ten passes") {
    std::deque<Source> sources;
    std::deque<std::string> texts;
    auto const relint = [&](FixedTexts const& changed) {
        auto const found = changed.find("D");
        auto const& source =
            sources.emplace_back("D", found == changed.end() ? "x" : found->second);
        auto const& longer = texts.emplace_back(std::string(source.bytes()) + "x");
        return std::vector{replacing(first_rule, source, {{"x", longer}})};
    };
    auto const outcome = fix_all(relint, Applicability::safe, "Dockerfile");
    CHECK(outcome.fixes == 10);
    CHECK_FALSE(outcome.is_settled);
}

/// Fixes "D" by one fix that is offered as long as the text holds what it replaces.
FixOutcome fixed_by(std::string const& text, std::string_view replaced,
                    std::string_view replacement, std::deque<Source>& sources) {
    auto const relint = [&](FixedTexts const& changed) {
        auto const found = changed.find("D");
        auto const& source =
            sources.emplace_back("D", found == changed.end() ? text : found->second);
        if (source.bytes().find(replaced) == std::string_view::npos) return std::vector<Finding>();
        return std::vector{replacing(first_rule, source, {{replaced, replacement}})};
    };
    return fix_all(relint, Applicability::safe, "Dockerfile");
}

TEST_CASE("a fix that mends nothing is made once, and its finding stays without it") {
    for (std::string const text : {"a\nx\n", "a\r\nx\r\n"}) {
        CAPTURE(text);
        std::deque<Source> sources;
        auto const outcome = fixed_by(text, "x", "\nx", sources);
        CHECK(outcome.fixes == 1);
        CHECK(outcome.is_settled);
        REQUIRE(outcome.findings.size() == 1);
        CHECK_FALSE(outcome.findings.front().fix);
    }
}

TEST_CASE("the same fix right behind the first one, or in its place a removal, is made") {
    std::deque<Source> sources;
    CHECK(fixed_by("badbad", "bad", "good", sources).changed.at("D") == "goodgood");
    CHECK(fixed_by("xxxa", "x", "", sources).changed.at("D") == "a");
}

TEST_CASE("a pass that makes a syntax error is undone and its rules are named") {
    std::deque<Source> sources;
    auto const relint = [&](FixedTexts const& changed) {
        auto const found = changed.find("Dockerfile");
        std::string const text = found == changed.end() ? "FROM a\nRUN b\n" : found->second;
        auto const& source = sources.emplace_back("Dockerfile", text);
        return std::vector{replacing(first_rule, source, {{"RUN", "RAN"}})};
    };
    auto const outcome = fix_all(relint, Applicability::safe, "Dockerfile");
    CHECK(outcome.changed.empty());
    REQUIRE(outcome.undone.size() == 1);
    CHECK(outcome.undone.front()->name == "a-rule");
}

}  // namespace
}  // namespace dockcheck::test
