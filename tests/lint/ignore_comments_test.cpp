// What ignore comments silence, and what they leave.
#include <doctest/doctest.h>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/lint/sample_rules.hpp"

namespace dockcheck::test {
namespace {

TEST_CASE("a comment above an instruction silences all of it and nothing else") {
    CHECK(lint("FROM a\n"
               "# dockcheck ignore=bad-word -- we know\n"
               "\n"
               "RUN bad \\\n"
               "  bad\n"
               "RUN bad\n")
          == "4 bad-word ignored: we know\n"
             "5 bad-word ignored: we know\n"
             "6 bad-word\n");
}

TEST_CASE("stacked comments add up") {
    CHECK(lint("# dockcheck ignore=some-user\n"
               "# dockcheck ignore=bad-word\n"
               "FROM bad\n"
               "USER root\n")
          == "3 some-user ignored\n"
             "3 bad-word ignored\n");
}

TEST_CASE("a comment between continued lines silences the next physical line") {
    CHECK(lint("FROM a\n"
               "RUN bad \\\n"
               "# dockcheck ignore=style -- this one\n"
               "# and prose\n"
               "# dockcheck ignore=users\n"
               "  bad \\\n"
               "  bad\n")
          == "2 bad-word\n"
             "6 bad-word ignored: this one\n"
             "7 bad-word\n");
}

TEST_CASE("a comment of the shell in a heredoc of RUN silences the next line") {
    CHECK(lint("FROM a\n"
               "RUN <<EOF\n"
               "# dockcheck ignore=bad-word -- this one\n"
               "bad\n"
               "  # dockcheck ignore=style\n"
               "  bad\n"
               "bad # dockcheck ignore=style\n"
               "EOF\n")
          == "4 bad-word ignored: this one\n"
             "6 bad-word ignored\n"
             "7 bad-word\n");
    CHECK(lint("FROM a\n"
               "RUN <<-A bash -e && cat <<B\n"
               "\t# dockcheck ignore=style\n"
               "\tbad\n"
               "A\n"
               "# dockcheck ignore=bad-word\n"
               "bad\n"
               "B\n")
          == "4 bad-word ignored\n"
             "7 bad-word\n");
}

TEST_CASE("what only looks like a comment in a heredoc is none") {
    CHECK(lint("FROM a\n"
               "RUN <<EOF\n"
               "cat >x <<X\n"
               "# dockcheck ignore=bad-word\n"
               "bad\n"
               "X\n"
               "EOF\n"
               "COPY <<EOF /x\n"
               "# dockcheck ignore=bad-word\n"
               "bad\n"
               "EOF\n")
          == "5 bad-word\n"
             "10 bad-word\n");
}

TEST_CASE("a comment for the file stands before the first FROM") {
    CHECK(lint("# dockcheck ignore-file=bad-word,some-user -- generated\n"
               "FROM bad\n"
               "USER root\n"
               "RUN bad\n")
          == "2 some-user ignored: generated\n"
             "2 bad-word ignored: generated\n"
             "4 bad-word ignored: generated\n");
    CHECK(lint("FROM a\n"
               "# dockcheck ignore-file=bad-word\n"
               "RUN bad\n")
          == "3 bad-word\n");
}

TEST_CASE("names are rules, categories and other tools' ids, in any case") {
    for (auto const* const name : {"bad-word", "BAD-WORD", "style", "DL1", "dl1", "hadolint:DL1",
                                   "BadWord", "buildkit:BadWord"}) {
        CAPTURE(name);
        CHECK(lint("# dockcheck ignore = x, " + std::string(name) + "\nFROM bad\n")
              == "2 bad-word ignored\n");
    }
    CHECK(lint("# dockcheck ignore=trivy:DL1\nFROM bad\n") == "2 bad-word\n");
}

TEST_CASE("an alias of a variant silences that variant alone") {
    CHECK(lint("# dockcheck ignore=DL2\nFROM a\nUSER root\n") == "2 some-user ignored\n");
    CHECK(lint("# dockcheck ignore=DL2\nFROM a\nUSER 0\n") == "2 some-user\n");
    CHECK(lint("# hadolint ignore=DL2\nFROM a\nUSER 0\n") == "2 some-user\n");
}

TEST_CASE("hadolint's comments are obeyed") {
    CHECK(lint("FROM a\n"
               "# hadolint ignore=DL9999, DL1\n"
               "RUN bad\n"
               "RUN bad\n")
          == "3 bad-word ignored\n"
             "4 bad-word\n");
    CHECK(lint("FROM a\n"
               "# hadolint global ignore=DL1\n"
               "RUN bad\n")
          == "3 bad-word ignored\n");
    CHECK(lint("# hadolint stage ignore=DL1\n"
               "FROM bad\n"
               "RUN bad\n"
               "FROM bad\n")
          == "2 bad-word ignored\n"
             "3 bad-word ignored\n"
             "4 bad-word\n");
    CHECK(lint("# hadolint ignore=bad-word\nFROM bad\n") == "2 bad-word\n");
}

TEST_CASE("BuildKit's check comments are obeyed") {
    CHECK(lint("# check=skip=Other,BadWord;error=true\n"
               "FROM bad\n"
               "RUN bad\n")
          == "2 bad-word ignored\n"
             "3 bad-word ignored\n");
    CHECK(lint("# check=skip=all\nFROM bad\nUSER root\n") == "2 some-user\n2 bad-word ignored\n");
    // The value ends at a blank.
    CHECK(lint("# check=skip=Other, BadWord\nFROM bad\n") == "2 bad-word\n");
    CHECK(lint("FROM a\n"
               "# check=skip=BadWord\n"
               "RUN bad\n"
               "RUN bad\n")
          == "3 bad-word ignored\n"
             "4 bad-word\n");
}

TEST_CASE("the comments of checkov, trivy, tally and semgrep are obeyed") {
    CHECK(lint("FROM a\nUSER root\n# checkov:skip=CKV_2:it is a builder\n")
          == "1 some-user ignored: it is a builder\n");
    CHECK(lint("#trivy:ignore:AVD-DS-0001\nFROM bad\n") == "2 bad-word ignored\n");
    CHECK(lint("# trivy:ignore:DS-0009 trivy:ignore:DS-0001\nFROM bad\n")
          == "2 bad-word ignored\n");
    CHECK(lint("# trivy:ignore:DS-0001:exp:2025-12-31\nFROM bad\n") == "2 bad-word\n");
    CHECK(lint("# trivy:ignore:DS-0001:exp:2026-12-31\nFROM bad\n") == "2 bad-word ignored\n");
    CHECK(lint("# tally ignore=hadolint/DL1;reason=why not\nFROM bad\n")
          == "2 bad-word ignored: why not\n");
    CHECK(lint("# tally global ignore=user,DL1\nFROM bad\nUSER 0\nRUN bad\n")
          == "2 some-user ignored\n2 bad-word ignored\n4 bad-word ignored\n");
    CHECK(lint("# nosemgrep: dockerfile.style.bad-word.bad-word\nFROM bad\n")
          == "2 bad-word ignored\n");
    CHECK(lint("# see below, nosemgrep\nFROM bad\n") == "2 bad-word ignored\n");
    CHECK(lint("# nosemgrep: other\nFROM bad\n") == "2 bad-word\n");
}

TEST_CASE("findings can be shown in spite of the comments") {
    Linted const linted("# dockcheck ignore=bad-word\nFROM bad\n", all_active(), sample_rules,
                        {.obey_ignore_comments = false});
    CHECK(summary(linted) == "2 bad-word\n");
}

/// The comments of a text as "fault rewritten", a line each.
std::string faults(std::string_view text) {
    static constexpr std::array<std::string_view, 7> names{
        "right", "word", "equals", "separator", "dashes", "no names", "late"};
    Source const source("Dockerfile", text);
    Arena arena;
    auto const file = dockerfile::parse(source, arena);
    auto const is_rule = [](std::string_view name) {
        return name == "bad-word" || name == "style";
    };
    std::string out;
    for (auto const& comment : ignore_comments(source, file, {}, {}, is_rule)) {
        out += names[static_cast<std::size_t>(comment.fault)];
        if (!comment.rewritten.empty()) out += " " + comment.rewritten;
        out += '\n';
    }
    return out;
}

TEST_CASE("comments that are nearly right are told from prose") {
    CHECK(faults("# dockcheck ignore=a,b -- c\nFROM x\n") == "right\n");
    CHECK(faults("#dockcheck ignore=a--c\nFROM x\n") == "right\n");
    CHECK(faults("# dockcheck ingore=a\nFROM x\n") == "word # dockcheck ignore=a\n");
    CHECK(faults("# dockcheck:ignore=a\nFROM x\n") == "word # dockcheck ignore=a\n");
    CHECK(faults("# dockcheck disable=a\nFROM x\n") == "word # dockcheck ignore=a\n");
    CHECK(faults("# dockcheck global ignore=a\nFROM x\n") == "word # dockcheck ignore-file=a\n");
    CHECK(faults("# dockcheck colour=a\nFROM x\n") == "word\n");
    CHECK(faults("# dockcheck ignore: a -- b\nFROM x\n") == "equals # dockcheck ignore=a -- b\n");
    CHECK(faults("# dockcheck ignore bad-word\nFROM x\n")
          == "equals # dockcheck ignore=bad-word\n");
    CHECK(faults("# dockcheck ignore=a;b\nFROM x\n") == "separator # dockcheck ignore=a,b\n");
    CHECK(faults("# dockcheck ignore=a bad-word\nFROM x\n")
          == "separator # dockcheck ignore=a,bad-word\n");
    CHECK(faults("# dockcheck ignore=a \u2014 b c\nFROM x\n")
          == "dashes # dockcheck ignore=a -- b c\n");
    CHECK(faults("# dockcheck ignore=\nFROM x\n") == "no names\n");
    CHECK(faults("FROM x\n# dockcheck ignore-file=a\n") == "late\n");
    CHECK(faults("# dockcheck ignores style\n# dockcheck: ignore style here\n# dockcheck\n"
                 "# dockchecker ignore=a\n# Dockerfile\nFROM x\n")
          == "");
}

TEST_CASE("a file of nothing but ignore comments takes no long time") {
    std::string text = "FROM a\nRUN a \\\n";
    for (int i = 0; i < 100'000; ++i) text += "# dockcheck ignore=bad-word\n\n";
    text += " bad\n";
    CHECK(lint(text).ends_with(" bad-word ignored\n"));
    text = "FROM a\n";
    for (int i = 0; i < 50'000; ++i) text += "# dockcheck ignore=bad-word,nothing\nRUN bad\n";
    // Of one rule no more are kept.
    CHECK(Linted(text).findings.size() == 5'000);
}

}  // namespace
}  // namespace dockcheck::test
