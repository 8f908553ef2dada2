// What a baseline holds, and how a broken one is told.
#include "analyzer/report/baseline.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/report/fingerprint.hpp"
#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

std::string const print_a(64, 'a');
std::string const print_b(64, 'b');

std::string mistake(std::string_view text) {
    auto const baseline = Baseline::parse(text, "b.json");
    return baseline ? "none" : baseline.error().where + ": " + baseline.error().text;
}

std::string with_findings(std::string_view findings) {
    return "{\"schema_version\": 1,\n \"findings\": " + std::string(findings) + "}";
}

TEST_CASE("a baseline is one finding a line, sorted, and is read as it was written") {
    auto const text = baseline_text({{"b/Dockerfile", "untagged", "m \"x\"\xff", print_b},
                                     {"Dockerfile", "untagged", "m", print_a}});
    CHECK(text == "{\"schema_version\": 1, \"findings\": [\n"
                  R"({"path":"Dockerfile","rule":"untagged","message":"m","fingerprint":")" + print_a
                      + "\"},\n"
                        R"({"path":"b/Dockerfile","rule":"untagged","message":"m \"x\")"
                        "\xEF\xBF\xBD"
                        R"(","fingerprint":")" + print_b + "\"}\n]}\n");
    auto const read = Baseline::parse(text, "b.json");
    REQUIRE(read);
    CHECK(read->contains(print_a));
    CHECK(read->contains(print_b));
    CHECK_FALSE(read->contains(std::string(64, 'c')));
    CHECK(baseline_text(read->entries()) == text);
    CHECK(Baseline::parse(baseline_text({}), "b.json"));
}

TEST_CASE("Windows line ends, a byte order mark and members of later versions do not matter") {
    CHECK(mistake("\xEF\xBB\xBF{\r\n\"schema_version\": 1,\r\n\"findings\": []}\r\n") == "none");
    CHECK(mistake(with_findings("[{\"fingerprint\": \"" + print_a
                                + "\", \"more\": {\"path\": [1]}}], \"more\": [{\"findings\": 1}]"))
          == "none");
}

TEST_CASE("a broken baseline is told with its place") {
    CHECK(mistake("") == "b.json:1:1: no JSON: The document is empty");
    CHECK(mistake("[]") == "b.json:1:1: a baseline is an object: {\"schema_version\": 1, ...}");
    CHECK(mistake("{\n  \"findings\": [") == "b.json:2:16: no JSON: Invalid value");
    CHECK(mistake("{}") == "b.json:1:2: there is no \"schema_version\"");
    CHECK(mistake("{\"schema_version\": 1}") == "b.json:1:21: there is no \"findings\"");
    CHECK(mistake("{\"schema_version\": 2}")
          == "b.json:1:20: a baseline of schema version 2; this dockcheck reads 1");
    CHECK(mistake(with_findings("{}")) == "b.json:2:14: \"findings\" must be a list of findings");
    CHECK(mistake(with_findings("[ 7]")) == "b.json:2:16: a finding is an object");
    CHECK(mistake(with_findings("[{}]")) == "b.json:2:16: the finding has no \"fingerprint\"");
    CHECK(mistake(with_findings("[{\"path\": null}]")) == "b.json:2:24: \"path\" must be a string");
    CHECK(mistake(with_findings("[{\"fingerprint\": \"f00d\"}]"))
          == "b.json:2:31: this is no fingerprint, which has 64 hexadecimal digits");
    CHECK(mistake("{\"schema_version\": 1, \"\xff\": 2}").starts_with("b.json:1:2"));
    CHECK(mistake(std::string(200'000, '[')).starts_with("b.json:1:"));
}

/// The fingerprint of one finding as the runner describes it.
std::string print_of(std::string stage, std::string keyword, std::string_view line) {
    Sample sample("FROM a\n");
    auto& finding = sample.add(untagged, sample.at("a"), "m");
    finding.stage = std::move(stage);
    finding.instruction = std::move(keyword);
    finding.instruction_line = line;
    return fingerprints("Dockerfile", sample.source(), sample.findings(),
                        [](std::string_view name) { return std::string(name); })[0];
}

TEST_CASE("a fingerprint survives other letter case of the keyword and stages put before its own") {
    CHECK(print_of("0", "RUN", "run a") == print_of("1", "RUN", "RUN a"));
    CHECK(print_of("0", "RUN", "RUN a") != print_of("0", "RUN", "RUN A"));
    CHECK(print_of("build", "RUN", "RUN a") != print_of("prod", "RUN", "RUN a"));
}

}  // namespace
}  // namespace dockcheck::test
