// The formats of other tools, compared as a whole.
#include <algorithm>
#include <doctest/doctest.h>

#include "analyzer/text/utf8.hpp"
#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

constexpr std::string_view hostile_message = "<a> & \"b\" | `c` 100%, x:y\n\x1b \xff";

/// A clean file, and one with a finding in hostile words, in another file and of two lines.
struct Samples {
    Samples() {
        auto& finding = sample.add(untagged, sample.at("x"), std::string(hostile_message));
        finding.help = "help";
        finding.fix = Fix{Applicability::safe, {{sample.at("x"), "y"}, {sample.at("日"), "z"}}};
        sample.add(casing, Sample::at(other, "flask"), "elsewhere");
        sample.add(secret, sample.at("a\nRUN"), "two lines")
            .related.push_back({sample.at("x"), "here"});
    }

    [[nodiscard]] std::string report(Format format) const {
        auto checked = sample.checked();
        checked.fingerprints = fingerprints;
        return test::report(format, {clean.checked(), checked});
    }

    Sample clean{"FROM a:1\n", "clean"};
    Sample sample{"FROM a\nRUN \xF0\x9F\x90\x8D日 x\n", "a:b,c"};
    Source other{"r.txt", "flask\n"};
    std::vector<std::string> fingerprints{"f1", "f2", "f3"};
};

TEST_CASE("concise and gnu are one line for each finding") {
    CHECK(Samples().report(Format::concise)
          == "a:b,c:2:8: warning: <a> & \"b\" | `c` 100%, x:y\\n\\x1b \xef\xbf\xbd "
             "[untagged-base-image]\n"
             "r.txt:1:1: style: elsewhere [instruction-casing]\n"
             "a:b,c:1:6: error: two lines [secret-in-env]\n");
    CHECK(Samples().report(Format::gnu)
          == "a:b,c:2:8: warning: <a> & \"b\" | `c` 100%, x:y\\n\\x1b \xef\xbf\xbd "
             "[untagged-base-image]\n"
             "r.txt:1:1: note: elsewhere [instruction-casing]\n"
             "a:b,c:1:6: error: two lines [secret-in-env]\n");
}

TEST_CASE("github gets workflow commands, the gravest first") {
    CHECK(Samples().report(Format::github)
          == "::error file=app/a%3Ab%2Cc,line=1,endLine=2,title=secret-in-env::two lines\n"
             "::warning file=app/a%3Ab%2Cc,line=2,endLine=2,col=8,endColumn=9,"
             "title=untagged-base-image::<a> & \"b\" | `c` 100%25, x:y\\n\\x1b \xef\xbf\xbd%0Ahelp\n"
             "::notice file=r.txt,line=1,endLine=1,col=1,endColumn=6,"
             "title=instruction-casing::elsewhere\n");
}

TEST_CASE("what GitHub would drop is written as plain lines, and counted") {
    Sample sample("FROM a\n", "::error");
    for (int i = 0; i < 12; ++i) sample.add(untagged, sample.at("a"), "m ##[add-mask]a");
    auto const output = report(Format::github, sample);
    auto const begin = output.find("./");
    CHECK(output.substr(begin)
          == "./::error:1:6: warning: m ## [add-mask]a [untagged-base-image]\n"
             "./::error:1:6: warning: m ## [add-mask]a [untagged-base-image]\n"
             "::notice title=dockcheck::2 more findings in the log of this step\n");
    CHECK(std::ranges::count(output.substr(0, begin), '\n') == 10);
}

TEST_CASE("gitlab is an array of issues with fingerprints") {
    CHECK(Samples().report(Format::gitlab)
          == R"([
{"check_name":"untagged-base-image","description":"<a> & \"b\" | `c` 100%, x:y\n\u001B �; help",)"
             R"("severity":"major","fingerprint":"f1",)"
             R"("location":{"path":"app/a:b,c","lines":{"begin":2,"end":2}}},
{"check_name":"instruction-casing","description":"elsewhere",)"
             R"("severity":"info","fingerprint":"f2",)"
             R"("location":{"path":"r.txt","lines":{"begin":1,"end":1}}},
{"check_name":"secret-in-env","description":"two lines",)"
             R"("severity":"critical","fingerprint":"f3",)"
             R"("location":{"path":"app/a:b,c","lines":{"begin":1,"end":2}}}]
)");
    CHECK(report(Format::gitlab, Sample("")) == "[]\n");
}

TEST_CASE("codeclimate ends each issue with a zero byte") {
    Sample sample("ENV a=b\n");
    sample.add(secret, sample.at("b"), "m");
    auto checked = sample.checked();
    std::vector<std::string> const prints{"f1"};
    checked.fingerprints = prints;
    CHECK(report(Format::codeclimate, std::vector{checked})
          == R"({"type":"issue","check_name":"secret-in-env","description":"m",)"
             R"("severity":"critical","fingerprint":"f1",)"
             R"("location":{"path":"app/Dockerfile","lines":{"begin":1,"end":1}},)"
             R"("categories":["Security"],"content":{"body":"Secret in ENV.\n\n)"
             R"(Who has the image has the secret.\n\n- category: secrets\n)"
             R"(- severity: error, on by default\n- reads: Dockerfile\n- since: 0.1\n\n)"
             R"(To ignore it: `# dockcheck ignore=secret-in-env -- reason`\n"}})"
                 + std::string("\0\n", 2));
}

TEST_CASE("checkstyle has an element for each file") {
    CHECK(Samples().report(Format::checkstyle) == R"(<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="clean">
  </file>
  <file name="a:b,c">
    <error line="2" column="8" severity="warning" message="&lt;a&gt; &amp; &quot;b&quot; | `c` 100%, x:y&#10;\x1b �" source="dockcheck.untagged-base-image"/>
    <error line="1" column="6" severity="error" message="two lines" source="dockcheck.secret-in-env"/>
  </file>
  <file name="r.txt">
    <error line="1" column="1" severity="info" message="elsewhere" source="dockcheck.instruction-casing"/>
  </file>
</checkstyle>
)");
}

TEST_CASE("junit has a suite for each file; a clean one passes, and what fails no run is skipped") {
    CHECK(Samples().report(Format::junit) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dockcheck">
  <testsuite name="clean" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="clean" classname="clean"/>
  </testsuite>
  <testsuite name="a:b,c" tests="2" failures="2" errors="0" skipped="0">
    <testcase name="untagged-base-image at a:b,c:2:8" classname="a:b,c">
      <failure message="&lt;a&gt; &amp; &quot;b&quot; | `c` 100%, x:y&#10;\x1b �" type="warning">a:b,c:2:8: warning: &lt;a&gt; &amp; &quot;b&quot; | `c` 100%, x:y&#10;\x1b �&#10;help</failure>
    </testcase>
    <testcase name="secret-in-env at a:b,c:1:6" classname="a:b,c">
      <failure message="two lines" type="error">a:b,c:1:6: error: two lines</failure>
    </testcase>
  </testsuite>
  <testsuite name="r.txt" tests="1" failures="0" errors="0" skipped="1">
    <testcase name="instruction-casing at r.txt:1:1" classname="r.txt">
      <skipped message="elsewhere"/>
      <system-out>r.txt:1:1: style: elsewhere</system-out>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("junit has one suite for a file in which several Dockerfiles have findings") {
    Source const shared("compose.yaml", "a\nb\n");
    Sample first("FROM a:1\n", "a/Dockerfile");
    first.add(untagged, Sample::at(shared, "a"), "one");
    Sample second("FROM a:1\n", "b/Dockerfile");
    second.add(untagged, Sample::at(shared, "b"), "two");
    auto checked = second.checked();
    checked.fail_on.reset();
    CHECK(report(Format::junit, {first.checked(), checked})
          == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dockcheck">
  <testsuite name="a/Dockerfile" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="a/Dockerfile" classname="a/Dockerfile"/>
  </testsuite>
  <testsuite name="compose.yaml" tests="2" failures="1" errors="0" skipped="1">
    <testcase name="untagged-base-image at compose.yaml:1:1" classname="compose.yaml">
      <failure message="one" type="warning">compose.yaml:1:1: warning: one</failure>
    </testcase>
    <testcase name="untagged-base-image at compose.yaml:2:1" classname="compose.yaml">
      <skipped message="two"/>
      <system-out>compose.yaml:2:1: warning: two</system-out>
    </testcase>
  </testsuite>
  <testsuite name="b/Dockerfile" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="b/Dockerfile" classname="b/Dockerfile"/>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("rdjson counts columns in bytes and makes one suggestion of a fix") {
    CHECK(Samples().report(Format::rdjson)
          == R"({"source":{"name":"dockcheck"},"diagnostics":[
{"message":"<a> & \"b\" | `c` 100%, x:y\n\u001B �\nhelp",)"
             R"("location":{"path":"app/a:b,c","range":{"start":{"line":2,"column":13},)"
             R"("end":{"line":2,"column":14}}},"severity":"WARNING",)"
             R"("code":{"value":"untagged-base-image"},"suggestions":[{"range":)"
             R"({"start":{"line":2,"column":9},"end":{"line":2,"column":14}},"text":"z y"}]},
{"message":"elsewhere","location":{"path":"r.txt","range":{"start":{"line":1,"column":1},)"
             R"("end":{"line":1,"column":6}}},"severity":"INFO",)"
             R"("code":{"value":"instruction-casing"}},
{"message":"two lines","location":{"path":"app/a:b,c","range":{"start":{"line":1,"column":6},)"
             R"("end":{"line":2,"column":4}}},"severity":"ERROR","code":{"value":"secret-in-env"}}]}
)");
}

TEST_CASE("rdjson makes no suggestion that would spell a secret out") {
    Sample sample("ENV a=x SECRET b=y\n");
    auto& finding = sample.add(untagged, sample.at("x"), "m");
    finding.fix = Fix{Applicability::safe, {{sample.at("x"), "1"}, {sample.at("y"), "2"}}};
    finding.masked.push_back(sample.at("SECRET"));
    CHECK(report(Format::rdjson, sample).find("suggestions") == std::string::npos);
}

TEST_CASE("sonarqube counts columns in UTF-16 units from 0 and lists the rules that are used") {
    CHECK(Samples().report(Format::sonarqube)
          == R"({"rules":[{"id":"untagged-base-image","name":"Base image without a tag",)"
             R"("description":"Without a tag the builder takes `latest`,\nwhich is another image )"
             R"(next week.\n\n- builds stop being repeatable\n","engineId":"dockcheck",)"
             R"("cleanCodeAttribute":"CONVENTIONAL","impacts":[{"softwareQuality":"RELIABILITY",)"
             R"("severity":"MEDIUM"}]},{"id":"instruction-casing","name":)"
             R"("Instruction in mixed case","description":"Instruction in mixed case",)"
             R"("engineId":"dockcheck","cleanCodeAttribute":"CONVENTIONAL","impacts":)"
             R"([{"softwareQuality":"MAINTAINABILITY","severity":"LOW"}]},)"
             R"({"id":"secret-in-env","name":"Secret in ENV","description":)"
             R"("Who has the image has the secret.","engineId":"dockcheck",)"
             R"("cleanCodeAttribute":"TRUSTWORTHY","impacts":[{"softwareQuality":"SECURITY",)"
             R"("severity":"HIGH"}]}],"issues":[
{"ruleId":"untagged-base-image","primaryLocation":{"message":)"
             R"("<a> & \"b\" | `c` 100%, x:y\n\u001B �","filePath":"app/a:b,c","textRange":)"
             R"({"startLine":2,"endLine":2,"startColumn":8,"endColumn":9}}},
{"ruleId":"instruction-casing","primaryLocation":{"message":"elsewhere","filePath":"r.txt",)"
             R"("textRange":{"startLine":1,"endLine":1,"startColumn":0,"endColumn":5}}},
{"ruleId":"secret-in-env","primaryLocation":{"message":"two lines","filePath":"app/a:b,c",)"
             R"("textRange":{"startLine":1,"endLine":2,"startColumn":5,"endColumn":3}},)"
             R"("secondaryLocations":[{"message":"here","filePath":"app/a:b,c","textRange":)"
             R"({"startLine":2,"endLine":2,"startColumn":8,"endColumn":9}}]}]}
)");
}

TEST_CASE("markdown is a table under a heading") {
    CHECK(
        Samples().report(Format::markdown)
        == R"(### dockcheck: 3 findings in 1 of 2 files (1 error, 1 warning, 1 style), 1 fixable with --fix

| severity | place | finding | rule |
| --- | --- | --- | --- |
| warning | `a:b,c:2:8` | &lt;a> &amp; "b" \| \`c\` 100%, x:y\\n\\x1b �<br>help | `untagged-base-image` |
| style | `r.txt:1:1` | elsewhere | `instruction-casing` |
| error | `a:b,c:1:6` | two lines | `secret-in-env` |
)");
    CHECK(report(Format::markdown, Sample("FROM a:1\n"))
          == "### dockcheck: No findings in 1 file\n");
}

/// The report of a run that could not check all.
std::string report_with_troubles(Format format) {
    std::string result;
    Output output([&](std::string_view text) { result += text; });
    ReportOptions const options;
    Summary summary;
    summary.troubles = {{"a<b", "No such file or directory"}, {{}, "something else"}};
    make_reporter(format, options, output)->finish(summary);
    return result;
}

TEST_CASE("what could not be checked is told where a format can") {
    CHECK(report_with_troubles(Format::junit) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dockcheck">
  <testsuite name="a&lt;b" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="a&lt;b" classname="a&lt;b">
      <error message="No such file or directory" type="error">a&lt;b: No such file or directory</error>
    </testcase>
  </testsuite>
  <testsuite name="dockcheck" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="dockcheck" classname="dockcheck">
      <error message="something else" type="error">something else</error>
    </testcase>
  </testsuite>
</testsuites>
)");
    CHECK(report_with_troubles(Format::checkstyle) == R"(<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="a&lt;b">
    <error line="1" column="1" severity="error" message="No such file or directory" source="dockcheck"/>
  </file>
  <file name="dockcheck">
    <error line="1" column="1" severity="error" message="something else" source="dockcheck"/>
  </file>
</checkstyle>
)");
    CHECK(report_with_troubles(Format::github)
          == "::error title=dockcheck::a<b: No such file or directory\n"
             "::error title=dockcheck::something else\n");
    CHECK(report_with_troubles(Format::markdown)
          == "### dockcheck: No findings in 0 files\n\nNot all was checked:\n\n"
             "- a&lt;b: No such file or directory\n- something else\n");
    CHECK(report_with_troubles(Format::json)
              .find(R"(
"errors":[{"where":"a<b","message":"No such file or directory"},)"
                    R"({"where":null,"message":"something else"}],
)") != std::string::npos);
    CHECK(report_with_troubles(Format::sarif)
              .find(R"("invocations":[{"executionSuccessful":false,"toolExecutionNotifications":)"
                    R"([{"level":"error","message":{"text":"a<b: No such file or directory"}},)"
                    R"({"level":"error","message":{"text":"something else"}}]}],)")
          != std::string::npos);
}

TEST_CASE("formats have names") {
    std::string all;
    for (auto const name : format_names()) {
        CHECK(format_names()[static_cast<std::size_t>(*format_named(name))] == name);
        all += std::string(name) + " ";
    }
    CHECK(all
          == "full concise json jsonl sarif github gitlab codeclimate checkstyle junit gnu rdjson "
             "sonarqube markdown ");
    CHECK_FALSE(format_named("text").has_value());
}

TEST_CASE("every format takes any bytes at any place") {
    std::string text;
    for (int byte = 0; byte < 256; ++byte) text += static_cast<char>(byte);
    text += "\xF0\x9F\x90\x8D\r\n\xE6\x97";
    Sample sample(text, text.substr(1));
    auto const size = static_cast<std::uint32_t>(text.size());
    for (std::uint32_t begin = 0; begin <= size; begin += 3) {
        auto& finding =
            sample.add(untagged, {&sample.source(), {begin, std::min(begin + begin % 7, size)}},
                       text.substr(begin));
        finding.anchor = sample.all();
        finding.related.push_back({{&sample.source(), {size - begin, size}}, text});
        finding.fix = Fix{Applicability::safe, {{finding.place, text}}};
        finding.masked.push_back({&sample.source(), {begin, begin + 2}});
    }
    for (auto const name : format_names()) {
        CAPTURE(name);
        auto const output = report(*format_named(name), sample);
        CHECK(output.size() > 1000);
        CHECK(is_utf8(output));
        for (auto const c : output) {
            auto const is_zero_of_codeclimate = c == '\0' && name == "codeclimate";
            if (!is_zero_of_codeclimate && static_cast<unsigned char>(c) < 0x20 && c != '\n')
                FAIL(name);
        }
    }
}

}  // namespace
}  // namespace dockcheck::test
