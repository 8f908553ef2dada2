// Exec forms: the program that gets the words, and the line that a shell would be given.
#include "analyzer/model/exec_words.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

/// "program | words of ENTRYPOINT | words of the form itself" of the last ENTRYPOINT or CMD; "-"
/// where nobody knows.
std::string words(std::string const& dockerfile) {
    test::Planned const planned(dockerfile, {});
    auto const& stage = planned.build().stages().back();
    auto const& last = stage.instructions.back();
    auto& arena = planned.build().arena();
    auto const* cmd = ast::get_if<ast::Cmd>(&last.node);
    auto const* entrypoint = ast::get_if<ast::Entrypoint>(&last.node);
    auto const found = cmd != nullptr ? model::exec_words_of_cmd(cmd->command, stage, arena)
                                      : model::exec_words(entrypoint->command, arena);
    if (found.words.empty()) return "-";
    std::string text(found.name);
    for (std::size_t i = 0; i < found.words.size(); ++i) {
        if (i == 0 || i == found.own) text += " |";
        text += " " + std::string(found.text(i));
    }
    return text;
}

std::string line(std::string const& dockerfile, model::Patterns patterns) {
    test::Planned const planned(dockerfile, {});
    auto const& last = planned.build().stages().back().instructions.back();
    auto const& form = ast::get_if<ast::Entrypoint>(&last.node)->command;
    return model::shell_line(model::exec_words(form, planned.build().arena()).words, patterns);
}

}  // namespace

TEST_CASE("the program of an exec form stands behind wrappers") {
    CHECK(words("FROM debian:12\nENTRYPOINT [\"/usr/bin/node\", \"a.js\"]")
          == "node | /usr/bin/node a.js");
    CHECK(words("FROM debian:12\nENTRYPOINT [\"tini\", \"--\", \"node\", \"a.js\"]")
          == "node | tini -- node a.js");
    CHECK(words("FROM debian:12\nENTRYPOINT [\"sh\", \"-c\", \"node a.js\"]") == "-");
    CHECK(words("FROM debian:12\nENTRYPOINT node a.js") == "-");
}

TEST_CASE("the words of a CMD stand behind those of ENTRYPOINT") {
    CHECK(words("FROM debian:12\nENTRYPOINT [\"node\"]\nCMD [\"a.js\", \"b\"]")
          == "node | node | a.js b");
    CHECK(words("FROM debian:12\nCMD [\"node\", \"a.js\"]") == "node | node a.js");
    // The start script of an official image hands over to its words.
    CHECK(words("FROM node:22\nCMD [\"node\", \"a.js\"]") == "node | node a.js");
    CHECK(words("FROM debian:12\nENTRYPOINT node\nCMD [\"a.js\"]") == "-");
}

TEST_CASE("words written for a shell") {
    CHECK(line("FROM a:1\nENTRYPOINT [\"sh\", \"a b\", \"*.txt\"]", model::Patterns::quoted)
          == "sh 'a b' '*.txt'");
    CHECK(line("FROM a:1\nENTRYPOINT [\"ls\", \"*.txt\"]", model::Patterns::expanded)
          == "ls *.txt");
    CHECK(line("FROM a:1\nENTRYPOINT [\"make\", \"&&\", \"ls\"]", model::Patterns::quoted)
          == "make && ls");
}

}  // namespace dockcheck
