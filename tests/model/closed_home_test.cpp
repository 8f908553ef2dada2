// Programs below /root, which other accounts cannot reach.
#include "analyzer/model/closed_home.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

/// The folder of the program that the last stage starts, where it is a closed one, or "-".
std::string folder(std::string const& dockerfile) {
    test::Planned const planned(dockerfile, {});
    auto const& build = planned.build();
    auto const& stage = build.stages().back();
    model::Command const* start = nullptr;
    for (auto const& command : stage.commands) {
        if (command.use == model::Use::cmd) start = &command;
    }
    if (start == nullptr) return "no command";
    auto const found = model::program_in_closed_home(build, stage, *start);
    return found.folder.empty() ? "-" : found.folder;
}

bool may_open(std::string const& dockerfile) {
    test::Planned const planned(dockerfile, {});
    return model::may_open_home(planned.build(), planned.build().stages().back());
}

}  // namespace

TEST_CASE("a program that pip install --user puts below /root") {
    constexpr auto head = "FROM python:3.13-slim\nRUN pip install --user gunicorn\n";
    constexpr auto tail = "USER 1000\nCMD [\"gunicorn\", \"app:app\"]\n";
    CHECK(folder(std::string(head) + "ENV PATH=/root/.local/bin:$PATH\n" + tail)
          == "/root/.local/bin");
    // Not on the PATH, or not for the account of root.
    CHECK(folder(std::string(head) + tail) == "-");
    CHECK(folder(std::string(head) + "ENV PATH=/home/app/.local/bin:$PATH\n" + tail) == "-");
}

TEST_CASE("whether something may let others into /root") {
    CHECK(may_open("FROM debian:12\nRUN chmod 755 /root"));
    CHECK(may_open("FROM debian:12\nRUN chmod -R a+rx /root/.local /root"));
    CHECK_FALSE(may_open("FROM debian:12\nRUN chmod 755 /srv"));
}

}  // namespace dockcheck
