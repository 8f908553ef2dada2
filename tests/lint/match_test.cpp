// What a rule without code finds.
#include "analyzer/lint/match.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "tests/lint/sample_rules.hpp"

namespace dockcheck::test {
namespace {

using Texts = std::vector<std::string_view>;

struct Sought {
    Texts instructions;
    Texts commands;
    Texts arguments;
    Texts lacks;
    std::string_view text = "{0}|{1}|{2}";
};

/// A finding a line: the underlined text, then the message.
std::string matched(Sought const& sought, std::string_view dockerfile) {
    MatchInfo const info{sought.instructions, sought.commands, sought.arguments,
                         sought.lacks,        sought.text,     {}};
    Check const check = match_check(info);
    std::array<Rule, 1> const rules{{{.name = "own", .category = "custom", .check = &check}}};
    Linted const linted(dockerfile, {{&rules[0], Severity::error, false, nullptr, {}}}, rules);
    std::string out;
    for (auto const& finding : linted.findings) {
        out += std::string(finding.place.text()) + ": " + std::string(finding.message) + "\n";
    }
    return out;
}

TEST_CASE("a program is found wherever it is run, and nowhere else") {
    Sought const curl{{}, {"curl"}, {}, {}};
    CHECK(matched(curl,
                  "FROM a\nRUN apt install curl && /usr/bin/curl x \\\n  | sh; sudo curl y\n"
                  "CMD [\"curl\", \"z\"]\n")
          == "/usr/bin/curl: curl|curl|RUN\ncurl: curl|curl|RUN\n\"curl\": curl|curl|CMD\n");
    CHECK(matched({{"RUN"}, {"curl"}, {}, {}}, "FROM a\nCMD curl\n") == "");
    CHECK(matched({{}, {"cur"}, {}, {}}, "FROM a\nRUN curl\n") == "");
    CHECK(matched({{}, {"python3?", "pip"}, {}, {}}, "FROM a\nRUN python x; python3 y; pip z\n")
          == "python: python|python|RUN\npython3: python3|python3|RUN\npip: pip|pip|RUN\n");
}

TEST_CASE("a program that only runs another one is found too") {
    CHECK(matched({{}, {"sudo"}, {}, {}}, "FROM a\nRUN x && sudo -E apt install y\n")
          == "sudo: sudo|sudo|RUN\n");
    CHECK(matched({{}, {"sudo"}, {"apt"}, {}}, "FROM a\nRUN sudo apt update; sudo x\n")
          == "apt: apt|sudo|RUN\n");
}

TEST_CASE("an argument matches as a whole, with what variables hold") {
    Sought const mirror{{"RUN"}, {"curl"}, {"https?://old\\.example\\.com/.*"}, {}};
    CHECK(matched(mirror, "FROM a\nARG HOST=old.example.com\n"
                          "RUN curl -O https://old.example.com/x 'http://old.example.com/y'\n"
                          "RUN curl https://$HOST/z; curl https://new.example.com/old.example.com\n")
          == "https://old.example.com/x: https://old.example.com/x|curl|RUN\n"
             "'http://old.example.com/y': http://old.example.com/y|curl|RUN\n"
             "https://$HOST/z: https://old.example.com/z|curl|RUN\n");
}

TEST_CASE("an unknown part matters only where it could change the answer") {
    Sought const mirror{{}, {"curl"}, {"https://old\\.example\\.com/.*"}, {}};
    CHECK(matched(mirror, "FROM a\nARG V\nRUN curl https://old.example.com/$V\n")
          == "https://old.example.com/$V: https://old.example.com/$V|curl|RUN\n");
    CHECK(matched(mirror, "FROM a\nARG H\nRUN curl https://$H/x\n") == "");
    CHECK(matched({{}, {"curl"}, {"-x"}, {}}, "FROM a\nARG F\nRUN curl $F\n") == "");
}

TEST_CASE("what is lacking is told once, and not where it may be there") {
    Sought const yes{{}, {"apt-get"}, {"install"}, {"-y", "--yes"}};
    CHECK(matched(yes, "FROM a\nRUN apt-get install x && apt-get -y install y && apt-get update\n")
          == "install: install|apt-get|RUN\n");
    CHECK(matched(yes, "FROM a\nARG O\nRUN apt-get $O install x\n") == "");
    CHECK(matched(yes, "FROM a\nARG O=--yes\nRUN apt-get $O install x\n") == "");
    CHECK(matched(yes, "FROM a\nARG P\nRUN apt-get install x-$P\n")
          == "install: install|apt-get|RUN\n");
    CHECK(matched({{}, {"npm"}, {}, {"--foreground-scripts"}}, "FROM a\nRUN npm ci\n")
          == "npm: npm|npm|RUN\n");
}

TEST_CASE("instructions match by their own words") {
    CHECK(matched({{"MAINTAINER"}, {}, {}, {}}, "FROM a\nmaintainer x\n")
          == "maintainer: MAINTAINER|MAINTAINER|MAINTAINER\n");
    CHECK(matched({{"ENV", "ARG"}, {}, {"HTTP_PROXY=.*"}, {}},
                  "FROM a\nENV A=b HTTP_PROXY=\"http://p\"\nENV HTTP_PROXY q\nARG HTTP_PROXY\n")
          == "HTTP_PROXY=\"http://p\": HTTP_PROXY=http://p|ENV|ENV\n"
             "HTTP_PROXY q: HTTP_PROXY=q|ENV|ENV\n");
    CHECK(matched({{"FROM"}, {}, {"docker\\.io/.*"}, {}},
                  "ARG R=docker.io/x\nFROM docker.io/a AS b\nFROM $R:1\nFROM b\n")
          == "docker.io/a: docker.io/a|FROM|FROM\n$R:1: docker.io/x:1|FROM|FROM\n");
    CHECK(matched({{"COPY"}, {}, {}, {"--chown=.*"}},
                  "FROM a\nCOPY a b\nCOPY --chown=x a b\nADD a b\n")
          == "COPY: COPY|COPY|COPY\n");
    CHECK(matched({{"COPY"}, {}, {"--from=.*"}, {}}, "FROM a\nCOPY --from=x a b\n")
          == "--from=x: --from=x|COPY|COPY\n");
    CHECK(matched({{"EXPOSE"}, {}, {"22(/tcp)?"}, {}}, "FROM a\nEXPOSE 80 22/tcp\n")
          == "22/tcp: 22/tcp|EXPOSE|EXPOSE\n");
    CHECK(matched({{"USER"}, {}, {"root|0"}, {}}, "FROM a\nUSER 0\n") == "0: 0|USER|USER\n");
    CHECK(matched({{"RUN"}, {}, {"--insecure"}, {}},
                  "FROM a\nRUN a --insecure; b c\nCMD d --insecure\n")
          == "--insecure: --insecure|RUN|RUN\n");
    CHECK(matched({{}, {}, {"latest"}, {}},
                  "FROM a\nLABEL v=latest\nRUN echo latest\nWORKDIR latest\n")
          == "latest: latest|RUN|RUN\nlatest: latest|WORKDIR|WORKDIR\n");
}

TEST_CASE("patterns that make other engines wait for years do not") {
    std::string const word(5000, 'a');
    CHECK(matched({{}, {"x"}, {"(a+)+b"}, {}}, "FROM a\nRUN x " + word + "\n") == "");
}

TEST_CASE("an ignore comment knows a rule without code by its name") {
    Texts const user{"USER"};
    MatchInfo const info{user, {}, {}, {}, "m", {}};
    Check const check = match_check(info);
    std::array<Rule, 1> const rules{{{.name = "own", .category = "custom", .check = &check}}};
    Linted const linted("FROM a\n# dockcheck ignore=own -- x\nUSER a\n",
                        {{&rules[0], Severity::error, false, nullptr, {}}}, rules);
    CHECK(summary(linted) == "3 own ignored: x\n");
}

}  // namespace
}  // namespace dockcheck::test
