// ShellCheck's answers put into places of the script, and programs that do not end.
#include "analyzer/external/shellcheck.hpp"

#include <doctest/doctest.h>
#include <filesystem>

#include "analyzer/external/program.hpp"
#include "tests/config/temporary_folder.hpp"

namespace {

using namespace dockcheck;

std::string lines_of(std::vector<ExternalFinding> const& findings, std::string_view text) {
    std::string result;
    for (auto const& found : findings) {
        result += found.code + " " + std::string(to_string(found.severity)) + " ["
                  + std::string(text.substr(found.begin, found.end - found.begin)) + "] "
                  + found.message + "\n";
    }
    return result;
}

std::string answer(std::string_view line, std::string_view column, std::string_view end) {
    return R"({"comments":[{"line":)" + std::string(line) + R"(,"endLine":)" + std::string(line)
           + R"(,"column":)" + std::string(column) + R"(,"endColumn":)" + std::string(end)
           + R"(,"level":"info","code":2086,"message":"quote it"}]})";
}

}  // namespace

TEST_CASE("lines and characters of an answer become bytes of the script") {
    constexpr std::string_view text = "echo one\n\t\xC3\xA9 $x y\n";
    CHECK(lines_of(external::read_answer(answer("3", "4", "6"), text, 1), text)
          == "SC2086 info [$x] quote it\n");
    CHECK(lines_of(external::read_answer(answer("2", "6", "9"), text, 1), text)
          == "SC2086 info [one] quote it\n");
}

TEST_CASE("places that are not in the script are cut to it, and other answers give nothing") {
    constexpr std::string_view text = "echo one";
    CHECK(lines_of(external::read_answer(answer("9", "1", "5"), text, 1), text)
          == "SC2086 info [] quote it\n");
    CHECK(lines_of(external::read_answer(answer("1", "1", "5"), text, 1), text) == "");
    CHECK(lines_of(external::read_answer("", text, 1), text) == "");
    CHECK(lines_of(external::read_answer("{\"comments\":[1,{}]}", text, 1), text) == "");
    CHECK(lines_of(external::read_answer("[[[[", text, 1), text) == "");
}

#ifndef _WIN32
TEST_CASE("a program gets its input and gives its output") {
    auto const cat = external::find_program("cat");
    REQUIRE(!cat.empty());
    CHECK(cat.starts_with('/'));
    std::string const large(1 << 20, 'x');
    auto const output = external::run_program(cat, {}, large, std::chrono::seconds(20));
    REQUIRE(output.has_value());
    CHECK(*output == large);
}

TEST_CASE("a program that does not end is ended") {
    std::string const arguments[] = {"60"};
    auto const sleep = external::find_program("sleep");
    REQUIRE(!sleep.empty());
    auto const output = external::run_program(sleep, arguments, "", std::chrono::milliseconds(100));
    REQUIRE(!output.has_value());
    CHECK(external::failure_text(output.error()) == "takes too long");
}

TEST_CASE("a program that does not stop writing is ended, and not for being slow") {
    auto const yes = external::find_program("yes");
    REQUIRE(!yes.empty());
    auto const output = external::run_program(yes, {}, "", std::chrono::seconds(20));
    REQUIRE(!output.has_value());
    CHECK(external::failure_text(output.error()) == "writes too much");
}

TEST_CASE("a program that is not there is an error") {
    CHECK(external::find_program("no-such-program-anywhere") == "");
    auto const output = external::run_program("/no/such/program", {}, "", std::chrono::seconds(1));
    REQUIRE(!output.has_value());
    CHECK(external::failure_text(output.error()) == "cannot be started");
}

TEST_CASE("ShellCheck is told each code once, and what it did wrong is kept") {
    test::TemporaryFolder const folder;
    folder.write("shellcheck",
                 "#!/bin/sh\n"
                 "printf '{\"comments\":[{\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,"
                 "\"level\":\"info\",\"code\":1,\"message\":\"%s\"}]}' \"$*\"\n");
    auto const path = folder.path() + "/shellcheck";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    external::ShellCheck const program(path);
    auto const found = program.examine({"x", "sh", {}, "style", {"SC2", "SC1", "SC2"}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].message
          == "--norc --format=json1 --color=never --shell=sh --severity=style --exclude=SC1,SC2 -");
    CHECK(program.gave_up() == "");
    external::ShellCheck const missing(folder.path() + "/no");
    CHECK(missing.examine({"x", "sh", {}, "style", {}}).empty());
    CHECK(missing.gave_up() == "cannot be started");
}
#endif
