// The default text output, compared as a whole.
#include <algorithm>
#include <doctest/doctest.h>

#include "analyzer/report/visible.hpp"
#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

/// With a line end in front, as the expected texts below have it.
std::string full(Sample const& sample, std::uint32_t width = 80) {
    ReportOptions options;
    options.width = width;
    return "\n" + report(Format::full, sample, options);
}

Place all_but_last_line_end(Sample const& sample) {
    auto place = sample.all();
    --place.span.end;
    return place;
}

std::string long_run() {
    std::string text = "FROM a\nRUN true \\\n";
    for (int step = 0; step < 300; ++step) text += "  && step-" + std::to_string(step) + " \\\n";
    return text + "  && end\nUSER b\n";
}

/// The RUN of `long_run`.
Place instruction(Sample const& sample) {
    auto const begin = sample.at("RUN").span.begin;
    return {&sample.source(), {begin, sample.at("\nUSER").span.begin}};
}

TEST_CASE("a finding shows its place, message, rule, excerpt, help and fix") {
    Sample sample("FROM python:3.12\n\nENTRYPOINT [\"flask\", \"run --host=0.0.0.0\"]\n");
    auto& finding = sample.add(secret, sample.at("\"run --host=0.0.0.0\""), "one argument");
    finding.help = "write [\"flask\", \"run\"]";
    finding.fix = Fix{Applicability::unsafe, {}};
    sample.add(casing, sample.at("FROM"), "in capitals").fix = Fix{};
    CHECK(full(sample) == R"(
Dockerfile:3:22: error: one argument  [secret-in-env]
  |
3 | ENTRYPOINT ["flask", "run --host=0.0.0.0"]
  |                      ^^^^^^^^^^^^^^^^^^^^
  = help: write ["flask", "run"]
  = fix: unsafe, run with --unsafe-fixes

Dockerfile:1:1: style: in capitals  [instruction-casing]
  |
1 | FROM python:3.12
  | ^^^^
  = fix: run with --fix
)");
}

TEST_CASE("no findings are no text") { CHECK(full(Sample("FROM a:1\n")) == "\n"); }

TEST_CASE("the carriage return of a CRLF line end is not part of the line") {
    Sample sample("FROM a\r\nRUN b\r\n");
    sample.add(untagged, sample.at("a"), "no tag");
    sample.add(untagged, sample.at("FROM a\r\n"), "with its line end");
    CHECK(full(sample) == R"(
Dockerfile:1:6: warning: no tag  [untagged-base-image]
  |
1 | FROM a
  |      ^

Dockerfile:1:1: warning: with its line end  [untagged-base-image]
  |
1 | FROM a
  | ^^^^^^
)");
}

TEST_CASE("tabs, wide and combining characters keep the marks under their text") {
    Sample sample("RUN a && \\\n\tb\t日本語 e\xcc\x81t\xcc\x81 \xF0\x9F\x90\x8D end\n");
    sample.add(untagged, sample.at("日本語"), "wide");
    sample.add(untagged, sample.at("e\xcc\x81t"), "combining");
    sample.add(untagged, sample.at("\xF0\x9F\x90\x8D"), "emoji");
    sample.add(untagged, sample.at("end"), "behind them");
    CHECK(full(sample) == R"(
Dockerfile:2:4: warning: wide  [untagged-base-image]
  |
2 |     b   日本語 ét́ 🐍 end
  |         ^^^^^^

Dockerfile:2:8: warning: combining  [untagged-base-image]
  |
2 |     b   日本語 ét́ 🐍 end
  |                ^^

Dockerfile:2:13: warning: emoji  [untagged-base-image]
  |
2 |     b   日本語 ét́ 🐍 end
  |                   ^^

Dockerfile:2:15: warning: behind them  [untagged-base-image]
  |
2 |     b   日本語 ét́ 🐍 end
  |                      ^^^
)");
}

TEST_CASE("control characters and bytes that are not UTF-8 never reach the terminal") {
    Sample sample("RUN \x1b[31mred \xff \xe2\x80\xae end\rx\n",
                  "Docker\x07"
                  "file");
    sample.add(untagged, sample.at("end"), "says \x1b]0;title\x07 and\nmore").help = "\x9b \r";
    CHECK(full(sample) == R"(
Docker\x07file:1:18: warning: says \x1b]0;title\x07 and\nmore  [untagged-base-image]
  |
1 | RUN \x1b[31mred � \u202e end\rx
  |                          ^^^
  = help: � \r
)");
}

TEST_CASE("an empty range and the end of the file are shown as one column") {
    Sample sample("FROM a\nUSER b");
    sample.add(untagged, {&sample.source(), {4, 4}}, "empty");
    sample.add(untagged, {&sample.source(), {13, 13}}, "end of file");
    Sample ended("FROM a\n");
    ended.add(untagged, {&ended.source(), {7, 7}}, "behind the last line end");
    Sample empty("");
    empty.add(untagged, empty.all(), "empty file");
    CHECK(full(sample) + full(ended) + full(empty) == R"(
Dockerfile:1:5: warning: empty  [untagged-base-image]
  |
1 | FROM a
  |     ^

Dockerfile:2:7: warning: end of file  [untagged-base-image]
  |
2 | USER b
  |       ^

Dockerfile:2:1: warning: behind the last line end  [untagged-base-image]
  |
2 |
  | ^

Dockerfile:1:1: warning: empty file  [untagged-base-image]
  |
1 |
  | ^
)");
}

TEST_CASE("a range of several lines has a bar beside it") {
    Sample sample("RUN a && \\\n    b && \\\n    c\n");
    sample.add(untagged, all_but_last_line_end(sample), "all of it");
    auto& finding = sample.add(untagged, sample.at("a && \\\n    b"), "a part of it");
    finding.anchor = all_but_last_line_end(sample);
    CHECK(full(sample) == R"(
Dockerfile:1:1: warning: all of it  [untagged-base-image]
  |
1 | / RUN a && \
2 | |     b && \
3 | |     c
  | |_____^

Dockerfile:1:5: warning: a part of it  [untagged-base-image]
  |
1 |   RUN a && \
  |  _____^
2 | |     b && \
  | |_____^
3 |       c
)");
}

TEST_CASE("a short instruction is shown whole, of a long one what matters") {
    Sample sample(long_run());
    auto& finding = sample.add(untagged, sample.at("step-150"), "within");
    finding.anchor = instruction(sample);
    finding.related.push_back({sample.at("step-20"), "first here"});
    sample.add(untagged, instruction(sample), "all lines");
    CHECK(full(sample) == R"(
Dockerfile:153:6: warning: within  [untagged-base-image]
    |
  2 | RUN true \
...
 23 |   && step-20 \
    |      ------- first here
...
152 |   && step-149 \
153 |   && step-150 \
    |      ^^^^^^^^
154 |   && step-151 \

Dockerfile:2:1: warning: all lines  [untagged-base-image]
    |
  2 | / RUN true \
  3 | |   && step-0 \
  4 | |   && step-1 \
...   |
302 | |   && step-299 \
303 | |   && end
    | |________^
)");
}

TEST_CASE("secondary places have labels, on rows of their own where there is no room") {
    Sample sample("COPY a b c /app\nRUN x\n");
    auto& finding = sample.add(untagged, sample.at("b"), "three labels");
    finding.related.push_back({sample.at("a"), "the first"});
    finding.related.push_back({sample.at("c"), "the last of them"});
    finding.related.push_back({sample.at("x"), "another line"});
    CHECK(full(sample) == R"(
Dockerfile:1:8: warning: three labels  [untagged-base-image]
  |
1 | COPY a b c /app
  |      - ^ - the last of them
  |      the first
2 | RUN x
  |     - another line
)");
    CHECK(full(sample, 20) == R"(
Dockerfile:1:8: warning: three labels  [untagged-base-image]
  |
1 | COPY a b c /app
  |      - ^ -
  | the last of them
  |      the first
2 | RUN x
  |     -
  |     another line
)");
}

TEST_CASE("places in other files follow under their names") {
    Sample sample("FROM a\nCOPY secret.txt .\n");
    Source const ignore_file("app/.dockerignore", "*.md\n*.txt\n");
    sample.add(untagged, sample.at("secret.txt"), "is left out")
        .related.push_back({Sample::at(ignore_file, "*.txt"), "by this"});
    sample.add(untagged, Sample::at(ignore_file, "*.md"), "the finding itself");
    CHECK(full(sample) == R"(
Dockerfile:2:6: warning: is left out  [untagged-base-image]
  |
2 | COPY secret.txt .
  |      ^^^^^^^^^^
 ::: app/.dockerignore:2:1
  |
2 | *.txt
  | ----- by this

app/.dockerignore:1:1: warning: the finding itself  [untagged-base-image]
  |
1 | *.md
  | ^^^^
)");
}

TEST_CASE("a secret is hidden in the excerpts of all findings, also of one that is not shown") {
    Sample sample("ENV TOKEN=hunter2 NAME=x KEY=\"a\\\nb\" END=1\n");
    auto& finding = sample.add(secret, sample.at("hunter2"), "secret");
    finding.masked.push_back(finding.place);
    sample.add(casing, sample.at("NAME=x"), "beside it").anchor = all_but_last_line_end(sample);
    auto checked = sample.checked();
    std::vector<Place> const masked{sample.at("\"a\\\nb\"")};
    checked.masked = masked;
    CHECK("\n" + report(Format::full, std::vector{checked}) == R"(
Dockerfile:1:11: error: secret  [secret-in-env]
  |
1 | ENV TOKEN=*** NAME=x KEY=***
  |           ^^^

Dockerfile:1:19: style: beside it  [instruction-casing]
  |
1 | ENV TOKEN=*** NAME=x KEY=***
  |               ^^^^^^
2 | *** END=1
)");
}

TEST_CASE("a line of 60 kB is cut around the finding to the terminal's width") {
    auto const text =
        "RUN " + std::string(30000, 'a') + " here " + std::string(30000, 'b') + " tail";
    Sample sample(text);
    sample.add(untagged, sample.at("here"), "inside");
    sample.add(untagged, sample.at("tail"), "end");
    sample.add(untagged, sample.at("RUN"), "start");
    sample.add(untagged, sample.all(), "all");
    CHECK(full(sample, 40) == R"(
Dockerfile:1:30006: warning: inside  [untagged-base-image]
  |
1 | ...aaaaaaaaaaaaaaaaa here bbbbbb...
  |                      ^^^^

Dockerfile:1:60012: warning: end  [untagged-base-image]
  |
1 | ...bbbbbbbbbbbbbbbbb tail
  |                      ^^^^

Dockerfile:1:1: warning: start  [untagged-base-image]
  |
1 | RUN aaaaaaaaaaaaaaaaaaaaaaaaa...
  | ^^^

Dockerfile:1:1: warning: all  [untagged-base-image]
  |
1 | RUN aaaaaaaaaaaaaaaaaaaaaaaaa...
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
)");
}

TEST_CASE("excerpts keep to the width, whatever it is") {
    std::string text = "RUN \t";
    for (int i = 0; i < 400; ++i) text += i % 3 == 0 ? "日" : i % 3 == 1 ? "e\xcc\x81" : "\x01 ";
    Sample sample(text + "\n" + text);
    for (std::uint32_t at = 0; at < text.size(); at += 7) {
        sample.add(untagged, {&sample.source(), {at, at + 3}}, "m")
            .related.push_back({{&sample.source(), {at / 2, at / 2 + 40}}, "some label 日本"});
    }
    sample.add(untagged, sample.all(), "m");
    for (std::uint32_t const width : {30U, 40U, 60U, 80U, 200U}) {
        CAPTURE(width);
        auto const output = full(sample, width);
        std::size_t longest = 0;
        for (std::size_t at = 0; at < output.size();) {
            auto const end = output.find('\n', at);
            auto const line = std::string_view(output).substr(at, end - at);
            if (!line.starts_with("Dockerfile:"))
                longest = std::max<std::size_t>(longest, display_width(line));
            at = end + 1;
        }
        CHECK(longest <= width);
        CHECK(longest + 12 > width);
    }
}

TEST_CASE("suppressed findings are shown on request, with the comment that silenced them") {
    Sample sample("# dockcheck ignore=untagged-base-image -- on purpose\nFROM a\n");
    auto& finding = sample.add(untagged, sample.at("a", 2), "no tag");
    finding.place = sample.at("a\n");
    finding.place.span.end -= 1;
    finding.suppressed = Suppression{sample.at("# dockcheck"), "on purpose"};
    CHECK(full(sample) == "\n");
    ReportOptions options;
    options.show_suppressed = true;
    CHECK("\n" + report(Format::full, sample, options) == R"(
Dockerfile:2:6: warning (ignored): no tag  [untagged-base-image]
  |
2 | FROM a
  |      ^
  = ignored: Dockerfile:1: on purpose
)");
}

TEST_CASE("colours are escape sequences around whole words and marks") {
    Sample sample("FROM a\n");
    sample.add(untagged, sample.at("a"), "no tag").help = "add one";
    ReportOptions options;
    options.color = true;
    CHECK(report(Format::full, sample, options)
          == "\x1b[1mDockerfile:1:6\x1b[0m: \x1b[1;33mwarning\x1b[0m: no tag  "
             "\x1b[2m[untagged-base-image]\x1b[0m\n"
             "\x1b[1;94m  |\x1b[0m\n"
             "\x1b[1;94m1 |\x1b[0m FROM a\n"
             "\x1b[1;94m  |\x1b[0m      \x1b[1;33m^\x1b[0m\n"
             "  \x1b[1;94m=\x1b[0m \x1b[1mhelp\x1b[0m: add one\n");
}

TEST_CASE("a finding in an image has its pointer, and no line numbers where they mean nothing") {
    Sample sample(R"({"config":{"User":"root"}})", "image.tar");
    sample.add(untagged, sample.at("\"root\""), "runs as root");
    auto checked = sample.checked();
    std::vector<std::string> const pointers{"/config/User"};
    checked.pointers = pointers;
    checked.has_lines = false;
    CHECK("\n" + report(Format::full, std::vector{checked}) == R"(
image.tar: warning: runs as root  [untagged-base-image]
  |
  | {"config":{"User":"root"}}
  |                   ^^^^^^
  = at: /config/User
)");
}

TEST_CASE("a place outside of its source is taken as the end of it") {
    Sample sample("FROM a");
    sample.add(untagged, {&sample.source(), {100, 50}}, "beyond");
    sample.add(untagged, {}, "nowhere");
    CHECK(full(sample) == R"(
Dockerfile:1:7: warning: beyond  [untagged-base-image]
  |
1 | FROM a
  |       ^

Dockerfile:1:1: warning: nowhere  [untagged-base-image]
  |
1 | FROM a
  | ^
)");
}

}  // namespace
}  // namespace dockcheck::test
