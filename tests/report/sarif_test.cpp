// SARIF, compared as a whole or piece by piece.
#include <doctest/doctest.h>

#include "analyzer/report/line_hash.hpp"
#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

/// The results of a report, a line each.
std::string results(Sample const& sample, ReportOptions const& options = {}) {
    auto const output = report(Format::sarif, sample, options);
    auto const begin = output.find("\"results\":[") + std::string_view("\"results\":[").size();
    return output.substr(begin, output.rfind("]}]}") - begin);
}

/// What stands between the first occurrence of `from` and the next of `to`.
std::string between(std::string const& text, std::string_view from, std::string_view to) {
    auto const begin = text.find(from);
    if (begin == std::string::npos) return "not there";
    return text.substr(begin + from.size(),
                       text.find(to, begin + from.size()) - begin - from.size());
}

TEST_CASE("a log without findings still lists all rules, without their pages") {
    ReportOptions options;
    std::array const known{&casing};
    options.rules = RuleList({}, known);
    CHECK(
        report(Format::sarif, Sample("FROM a:1\n"), options)
        == R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",)"
           R"("runs":[{"tool":{"driver":{"name":"dockcheck","semanticVersion":"1.2.3","rules":[
{"id":"instruction-casing","name":"InstructionCasing",)"
           R"("shortDescription":{"text":"Instruction in mixed case"},)"
           R"("fullDescription":{"text":"Instruction in mixed case"},)"
           R"("help":{"text":"dockcheck explain instruction-casing"},)"
           R"("defaultConfiguration":{"enabled":false,"level":"note"},)"
           R"("properties":{"precision":"high","problem.severity":"recommendation",)"
           R"("tags":["style"]}}]}},"invocations":[{"executionSuccessful":true}],"columnKind":"utf16CodeUnits",)"
           R"("originalUriBaseIds":{"%SRCROOT%":{"description":)"
           R"({"text":"The root of the repository"}}},"results":[]}]})"
           "\n");
}

TEST_CASE("a rule that found something has its page in the log, the others have not") {
    ReportOptions options;
    std::array const known{&casing, &untagged};
    options.rules = RuleList({}, known);
    Sample sample("FROM a:1\n");
    sample.add(casing, sample.at("FROM"), "m");
    auto const output = report(Format::sarif, sample, options);
    CHECK(between(output, R"("shortDescription":{"text":"Instruction in mixed case"},)",
                  "\"defaultConfiguration\"")
          == R"("fullDescription":{"text":"Instruction in mixed case"},)"
             R"("help":{"text":"instruction-casing: Instruction in mixed case\n\n)"
             R"(  category       style\n  severity       style, preview, off by default\n)"
             R"(  fix            safe, with --fix\n  reads          Dockerfile\n)"
             R"(  since          0.2\n\nTo ignore it\n)"
             R"(  # dockcheck ignore=instruction-casing -- reason\n",)"
             R"("markdown":"Instruction in mixed case.\n\n- category: style\n)"
             R"(- severity: style, preview, off by default\n- fix: safe, with --fix\n)"
             R"(- reads: Dockerfile\n- since: 0.2\n\n)"
             R"(To ignore it: `# dockcheck ignore=instruction-casing -- reason`\n"},)");
    CHECK(between(output, R"("shortDescription":{"text":"Base image without a tag"},)",
                  ",\"defaultConfiguration\"")
          == R"("fullDescription":{"text":"Base image without a tag"},)"
             R"("help":{"text":"dockcheck explain untagged-base-image"})");
}

TEST_CASE("a result has place, related places, fingerprints and fix") {
    Sample sample("FROM a\nRUN \xF0\x9F\x90\x8D x\n", "my file");
    auto& finding = sample.add(untagged, sample.at("x"), "see [the list](1)");
    finding.help = "add a tag";
    finding.related.push_back({sample.at("a"), "first [here]"});
    finding.fix = Fix{Applicability::safe, {{sample.at("x"), "y"}, {sample.at("a"), ""}}};
    CHECK(results(sample)
          == "\n"
             R"~({"ruleId":"untagged-base-image","ruleIndex":0,"level":"warning",)~"
             R"~("message":{"text":"see \\[the list\\](1)\nadd a tag\n[first \\[here\\]](1)"},)~"
             R"("locations":[{"physicalLocation":{"artifactLocation":{"uri":"app/my%20file",)"
             R"("uriBaseId":"%SRCROOT%"},"region":{"startLine":2,"startColumn":8,"endLine":2,)"
             R"("endColumn":9}}}],"relatedLocations":[{"id":1,"message":{"text":"first [here]"},)"
             R"("physicalLocation":{"artifactLocation":{"uri":"app/my%20file",)"
             R"("uriBaseId":"%SRCROOT%"},"region":{"startLine":1,"startColumn":6,"endLine":1,)"
             R"("endColumn":7}}}],"partialFingerprints":{"primaryLocationLineHash":")"
                 + line_hashes(sample.source().bytes())[1]
                 + R"(","dockcheck/v1":")" + between(results(sample), "dockcheck/v1\":\"", "\"")
                 + R"("},"fixes":[{"description":{"text":"add a tag"},"artifactChanges":[)"
                   R"({"artifactLocation":{"uri":"app/my%20file","uriBaseId":"%SRCROOT%"},)"
                   R"("replacements":[{"deletedRegion":{"startLine":2,"startColumn":8,)"
                   R"("endLine":2,"endColumn":9},"insertedContent":{"text":"y"}},)"
                   R"({"deletedRegion":{"startLine":1,"startColumn":6,"endLine":1,)"
                   R"("endColumn":7}}]}]}]})");
}

TEST_CASE("the region is one line, where possible not empty; the whole range is a related place") {
    auto const region = [](std::string_view text, Span span) {
        Sample sample(text);
        sample.add(untagged, {&sample.source(), span}, "m");
        return between(results(sample), "\"region\":", "}");
    };
    CHECK(region("RUN a \\\n  b\n", {4, 11})
          == R"({"startLine":1,"startColumn":5,"endLine":1,"endColumn":8)");
    CHECK(region("FROM a\r\n", {5, 8})
          == R"({"startLine":1,"startColumn":6,"endLine":1,"endColumn":7)");
    CHECK(region("FROM 日\n", {5, 5})
          == R"({"startLine":1,"startColumn":6,"endLine":1,"endColumn":7)");
    CHECK(region("FROM 日", {8, 8})
          == R"({"startLine":1,"startColumn":6,"endLine":1,"endColumn":7)");
    CHECK(region("FROM a\n", {7, 7})
          == R"({"startLine":2,"startColumn":1,"endLine":2,"endColumn":1)");
    CHECK(region("", {0, 0}) == R"({"startLine":1,"startColumn":1,"endLine":1,"endColumn":1)");

    Sample sample("RUN a \\\n  b\n");
    sample.add(untagged, {&sample.source(), {4, 11}}, "m");
    CHECK(between(results(sample), "\"relatedLocations\":[", "\"physical")
          == R"({"id":1,"message":{"text":"all of the range"},)");
}

TEST_CASE("levels are those of SARIF; rules carry what GitHub sorts by") {
    ReportOptions options;
    std::array const known{&untagged, &secret};
    options.rules = RuleList({}, known);
    auto const output = report(Format::sarif, Sample(""), options);
    CHECK(output.find(R"("defaultConfiguration":{"enabled":true,"level":"warning"},"properties":)"
                      R"({"precision":"high","problem.severity":"warning",)"
                      R"("tags":["base-image","supply-chain"]}})")
          != std::string::npos);
    CHECK(output.find(R"("defaultConfiguration":{"enabled":true,"level":"error"},"properties":)"
                      R"({"precision":"very-high","problem.severity":"error",)"
                      R"("security-severity":"7.5","tags":["secrets","security"]}})")
          != std::string::npos);
}

TEST_CASE("suppressed results are left out, or marked on request") {
    Sample sample("# c\nFROM a\n");
    sample.add(untagged, sample.at("FROM"), "m").suppressed =
        Suppression{sample.at("# c"), "on purpose"};
    sample.add(secret, sample.at("FROM"), "m");
    CHECK(results(sample).find("untagged") == std::string::npos);
    ReportOptions options;
    options.show_suppressed = true;
    CHECK(between(results(sample, options), "\"suppressions\":", "\n")
          == R"([{"kind":"inSource","justification":"on purpose","location":{"physicalLocation":)"
             R"({"artifactLocation":{"uri":"app/Dockerfile","uriBaseId":"%SRCROOT%"},"region":)"
             R"({"startLine":1,"startColumn":1,"endLine":1,"endColumn":4}}}}]},)");
    CHECK(results(sample, options).ends_with("\"suppressions\":[]}"));
}

TEST_CASE("files are named relative to the repository, others by the function for it") {
    Sample sample("FROM a\n");
    Source const other("../shared/x:y.txt", "z\n");
    sample.add(untagged, Sample::at(other, "z"), "m");
    CHECK(between(results(sample), "\"artifactLocation\":", "}")
          == R"({"uri":"../shared/x%3Ay.txt","uriBaseId":"%SRCROOT%")");
    ReportOptions options;
    options.repository_path = [](std::string_view name) {
        return "./root/" + std::string(name.substr(3));
    };
    CHECK(between(results(sample, options), "\"artifactLocation\":", "}")
          == R"({"uri":"root/shared/x%3Ay.txt","uriBaseId":"%SRCROOT%")");
    options.repository_path = [](std::string_view) { return std::string("/elsewhere/é"); };
    CHECK(between(results(sample, options), "\"artifactLocation\":", "}")
          == R"({"uri":"file:///elsewhere/%C3%A9")");
}

/// All hashes on one line.
std::string hashes(std::string_view text) {
    std::string result;
    for (auto const& hash : line_hashes(text)) result += hash + " ";
    return result;
}

TEST_CASE("line hashes are those of GitHub's upload action") {
    CHECK(hashes("") == "c129715d7a2bc9a3:1 ");
    CHECK(hashes("FROM a\nRUN b") == "dedfb1f686e23091:1 e4dc7d39ee15b452:1 ");
    CHECK(hashes("FROM a\r\nRUN b") == hashes("\tFR OM a\nR  UNb"));
    CHECK(hashes("FROM a\rRUN b") == hashes("FROM a\nRUN b"));
    std::string repeated;
    for (int i = 0; i < 30; ++i) repeated += "RUN true\n";
    CHECK(hashes(repeated).starts_with("e190c6a3a883fed5:1 e190c6a3a883fed5:2 "));
    CHECK(hashes(repeated).ends_with("80be33f368a5a99:1 93719ade26353fee:1 c129715d7a2bc9a3:1 "));
}

}  // namespace
}  // namespace dockcheck::test
