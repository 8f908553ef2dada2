// The JSON formats, compared as a whole.
#include <algorithm>
#include <doctest/doctest.h>

#include "analyzer/report/fingerprint.hpp"
#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

TEST_CASE("jsonl has everything that is known of a finding on one line") {
    Sample sample("FROM a\nRUN \xff日 x\n");
    Source const other("requirements.txt", "flask\n");
    auto& finding = sample.add(untagged, sample.at("日"), "a \"quoted\" \xff text");
    finding.help = "write b";
    finding.variant = "yum";
    finding.stage = "build";
    finding.instruction = "RUN";
    finding.related.push_back({Sample::at(other, "flask"), "here"});
    finding.fix = Fix{Applicability::safe, {{sample.at("x"), "y\n"}}};
    auto checked = sample.checked();
    std::vector<std::string> const prints{"f00d"};
    checked.fingerprints = prints;
    CHECK(report(Format::jsonl, std::vector{checked})
          == R"({"path":"Dockerfile","rule":"untagged-base-image","category":"base-image",)"
             R"("aliases":["hadolint:DL3006","other:yum"],"variant":"yum","severity":"warning",)"
             R"("precision":"high","message":"a \"quoted\" )"
             "\xef\xbf\xbd"
             R"( text","help":"write b",)"
             R"("stage":"build","instruction":"RUN",)"
             R"("start":{"line":2,"column":6,"offset":12},"end":{"line":2,"column":7,"offset":15},)"
             R"("related":[{"message":"here","path":"requirements.txt",)"
             R"("start":{"line":1,"column":1,"offset":0},"end":{"line":1,"column":6,"offset":5}}],)"
             R"("fix":{"applicability":"safe","edits":[{"path":"Dockerfile",)"
             R"("start":{"line":2,"column":8,"offset":16},"end":{"line":2,"column":9,"offset":17},)"
             R"("text":"y\n"}]},"fingerprint":"f00d","suppressed":null})"
             "\n");
}

TEST_CASE("what is not there is null, and a suppression names its comment") {
    Sample sample("# c\nFROM a\n");
    auto& finding = sample.add(secret, sample.at("FROM"), "m");
    finding.suppressed = Suppression{sample.at("# c"), {}};
    auto checked = sample.checked();
    std::vector<std::string> const prints{"f00d"};
    checked.fingerprints = prints;
    CHECK(report(Format::jsonl, std::vector{checked}) == "");
    ReportOptions options;
    options.show_suppressed = true;
    CHECK(report(Format::jsonl, std::vector{checked}, options)
          == R"({"path":"Dockerfile","rule":"secret-in-env","category":"secrets","aliases":[],)"
             R"("variant":null,"severity":"error","precision":"very-high","message":"m",)"
             R"("help":null,"stage":null,"instruction":null,)"
             R"("start":{"line":2,"column":1,"offset":4},"end":{"line":2,"column":5,"offset":8},)"
             R"("related":[],"fix":null,"fingerprint":"f00d",)"
             R"("suppressed":{"path":"Dockerfile","start":{"line":1,"column":1,"offset":0},)"
             R"("end":{"line":1,"column":4,"offset":3},"reason":null}})"
             "\n");
}

TEST_CASE("a finding in an archive has a pointer and no lines") {
    Sample sample(R"({"config":{"User":"root"}})", "image.tar");
    sample.add(secret, sample.at("root"), "m");
    auto checked = sample.checked();
    std::vector<std::string> const prints{"f00d"};
    std::vector<std::string> const pointers{"/config/User"};
    checked.fingerprints = prints;
    checked.pointers = pointers;
    checked.has_lines = false;
    auto const output = report(Format::jsonl, std::vector{checked});
    CHECK(output.find(R"("start":null,"end":null,"pointer":"/config/User","related")")
          != std::string::npos);
}

TEST_CASE("of several images of a file every format says which one it is") {
    Sample sample(R"({"config":{"User":"root"}})", "image.tar");
    sample.add(secret, sample.at("root"), "m");
    std::vector<std::string> const pointers{"/config/User"};
    auto const said = [&](Format format, std::string_view image) {
        auto checked = sample.checked();
        checked.pointers = pointers;
        checked.has_lines = false;
        checked.image = image;
        return report(format, std::vector{checked});
    };
    CHECK(said(Format::jsonl, "linux/arm64").find(R"("image":"linux/arm64")") != std::string::npos);
    for (auto const format :
         {Format::full, Format::concise, Format::sarif, Format::github, Format::gitlab,
          Format::codeclimate, Format::checkstyle, Format::junit, Format::gnu, Format::rdjson,
          Format::sonarqube, Format::markdown}) {
        CHECK(said(format, "linux/arm64").find("/config/User of linux/arm64") != std::string::npos);
        CHECK(said(format, "").find("/config/User") != std::string::npos);
        CHECK(said(format, "").find(" of linux") == std::string::npos);
    }
    CHECK(said(Format::gitlab, "linux/arm64").find(said(Format::gitlab, "")) == std::string::npos);
    auto const print = [&](std::string_view image) {
        auto const text = said(Format::jsonl, image);
        return text.substr(text.find("fingerprint"), 80);
    };
    CHECK(print("linux/arm64") != print("linux/amd64"));
}

TEST_CASE("json is the same findings in front of the files and the counts") {
    Sample clean("FROM a:1\n", "clean/Dockerfile");
    Sample sample("FROM a\n");
    sample.add(untagged, sample.at("a"), "m").fix = Fix{Applicability::unsafe, {}};
    auto const lines = report(Format::jsonl, sample);
    CHECK(report(Format::json, {clean.checked(), sample.checked()})
          == R"({"version":"1.2.3","schema_version":1,
"findings":[
)" + lines.substr(0, lines.size() - 1)
                 + R"(],
"files":[
{"path":"clean/Dockerfile","findings":0},
{"path":"Dockerfile","findings":1}],
"errors":[],
"summary":{"files":2,"files_with_findings":1,"findings":1,)"
                   R"("by_severity":{"error":0,"warning":1,"info":0,"style":0},"fixable":0,)"
                   R"("unsafe_fixable":1,"suppressed":0,"in_baseline":0,"fixed":0,)"
                   R"("by_rule":{"untagged-base-image":1}}})"
                   "\n");
}

TEST_CASE("json without findings is a whole document") {
    CHECK(report(Format::json, std::vector<CheckedFile>{})
          == R"({"version":"1.2.3","schema_version":1,
"findings":[],
"files":[],
"errors":[],
"summary":{"files":0,"files_with_findings":0,"findings":0,)"
             R"("by_severity":{"error":0,"warning":0,"info":0,"style":0},"fixable":0,)"
             R"("unsafe_fixable":0,"suppressed":0,"in_baseline":0,"fixed":0,"by_rule":{}}})"
             "\n");
}

/// The fingerprints of findings at these pieces of a text, by rule `untagged`.
std::vector<std::string> prints_of(std::string_view text, std::vector<std::string_view> pieces,
                                   std::string_view path = "Dockerfile") {
    Sample sample(text);
    for (auto const piece : pieces) {
        auto& finding = sample.add(untagged, sample.at(piece), "m");
        finding.instruction_line = "FROM a";
    }
    return fingerprints(path, sample.source(), sample.findings(),
                        [](std::string_view name) { return std::string(name); });
}

TEST_CASE("fingerprints survive moved lines, and tell equal findings and files apart") {
    auto const before = prints_of("FROM a\nFROM a\n", {"FROM", "a"});
    auto const after = prints_of("# more\n\nFROM   a\n\nFROM a\n", {"FROM", "a"});
    REQUIRE(before.size() == 2);
    CHECK(before == after);
    CHECK(before[0] != before[1]);
    CHECK(before[0] != prints_of("FROM a\n", {"FROM"}, "other/Dockerfile")[0]);
    CHECK(before[0].size() == 64);
    CHECK(before[0].find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("fingerprints stay what they were in earlier versions") {
    CHECK(prints_of("FROM a\n", {"a"})[0]
          == "3f869e90f323245bafb37f1bf0bc6f644496138759bc42d8fc978fe3ff235ede");
}

TEST_CASE("columns are exact and quick on a line of megabytes") {
    std::string text;
    for (int i = 0; i < 300'000; ++i) text += "aé\xF0\x9F\x90\x8D\xff";
    Sample sample(text);
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        // Of eight bytes and four characters each: behind the snake.
        auto const begin = (i * 15 % 300'000) * 8 + 7;
        sample.add(untagged, {&sample.source(), {begin, begin + 1}}, "m");
    }
    auto const output = report(Format::concise, sample);
    auto const last = (19'999 * 15 % 300'000) * 4 + 4;
    CHECK(output.ends_with("Dockerfile:1:" + std::to_string(last)
                           + ": warning: m [untagged-base-image]\n"));
}

}  // namespace
}  // namespace dockcheck::test
