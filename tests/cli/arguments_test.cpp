// What options mean and how mistakes in them are told.
#include "analyzer/cli/arguments.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <string>

#include "analyzer/cli/help_text.hpp"

namespace dockcheck::cli {
namespace {

Result<Arguments> parsed(std::vector<char const*> const& words) { return parse_arguments(words); }

std::string mistake(std::vector<char const*> const& words) {
    auto const arguments = parsed(words);
    return arguments ? "no mistake" : arguments.error().text;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string result;
    for (auto const& text : texts) result += (result.empty() ? "" : " ") + text;
    return result;
}

TEST_CASE("plain names are paths, standard input too") {
    CHECK(joined(parsed({"Dockerfile", "-", "a b"})->paths) == "Dockerfile - a b");
}

TEST_CASE("names of rules are joined by commas or given again, and take one word each") {
    auto const arguments =
        parsed({"--select", "a,b", "Dockerfile", "--select=c", "--ignore", "d, e"});
    CHECK(joined(arguments->select) == "a b c");
    CHECK(joined(arguments->ignore) == "d e");
    CHECK(joined(arguments->paths) == "Dockerfile");
}

TEST_CASE("build arguments and globs keep their commas") {
    auto const arguments = parsed({"--build-arg", "A=1,2", "--exclude", "a,b"});
    CHECK(joined(arguments->build_arg) == "A=1,2");
    CHECK(joined(arguments->exclude) == "a,b");
}

TEST_CASE("short options, joined options and other names work") {
    auto const arguments =
        parsed({"-qv", "-fjson", "-o", "sarif:x", "-o", "y", "-j4", "--no-fail", "x", "--", "-z"});
    CHECK(arguments->quiet);
    CHECK(arguments->verbose);
    CHECK(arguments->format == "json");
    CHECK(joined(arguments->output) == "sarif:x y");
    CHECK(arguments->jobs == "4");
    CHECK(arguments->exit_zero);
    CHECK(joined(arguments->paths) == "x -z");
    CHECK(parsed({"--output-format=json", "--format", "full"})->format == "full");
}

TEST_CASE("--changed takes all words behind it, even none") {
    auto const plan = [](std::vector<char const*> const& words) {
        return parse_some(words, "--changed --width --help");
    };
    auto const arguments = plan({"app", "--changed", "a.py", "b c", "--width", "60"});
    CHECK(joined(arguments->paths) == "app");
    CHECK(joined(*arguments->changed) == "a.py b c");
    CHECK(arguments->width == "60");
    auto const none = plan({"app", "--changed"});
    REQUIRE(none->changed);
    CHECK(none->changed->empty());
    CHECK_FALSE(plan({"app"})->changed);
    CHECK(mistake({"--changed", "x"}).starts_with("unknown option \"--changed\""));
}

TEST_CASE("an unknown option is told with the nearest one") {
    CHECK(mistake({"--selct", "x"}) == "unknown option \"--selct\"; did you mean \"--select\"?");
    CHECK(mistake({"--min-severty=error"})
          == "unknown option \"--min-severty\"; did you mean \"--min-severity\"?");
    CHECK(mistake({"--zzzzzzzzz"}) == "unknown option \"--zzzzzzzzz\"");
}

TEST_CASE("several options in one word are no option") {
    CHECK(mistake({"--fix --diff", "Dockerfile"}).starts_with("unknown option \"--fix --diff\""));
    CHECK(mistake({"--nonsense --fix"}).starts_with("unknown option \"--nonsense --fix\""));
}

TEST_CASE("an option without its value says so") {
    CHECK(mistake({"--format"}) == "--format needs a value");
}

TEST_CASE("an environment variable stands for an option that is not given") {
    (void)::setenv("DOCKCHECK_FAIL_ON", "error", 1);
    (void)::setenv("DOCKCHECK_SELECT", "a,b", 1);
    (void)::setenv("DOCKCHECK_QUIET", "true", 1);
    auto const from_environment = parsed({"Dockerfile"});
    auto const given = parsed({"--fail-on", "info", "--select", "c"});
    auto const isolated = parsed({"--isolated"});
    (void)::unsetenv("DOCKCHECK_FAIL_ON");
    (void)::unsetenv("DOCKCHECK_SELECT");
    (void)::unsetenv("DOCKCHECK_QUIET");
    CHECK(from_environment->fail_on == "error");
    CHECK(joined(from_environment->select) == "a b");
    CHECK(from_environment->quiet);
    CHECK(given->fail_on == "info");
    CHECK(joined(given->select) == "c");
    CHECK_FALSE(isolated->fail_on);
    CHECK_FALSE(isolated->quiet);
}

TEST_CASE("the help names every option") {
    auto const help = options_help("all", 80);
    for (auto const& row : check_options()) {
        auto const begin = row.names.find("--");
        auto const name = row.names.substr(begin, row.names.find(',', begin) - begin);
        CAPTURE(name);
        CHECK(help.find(name) != std::string::npos);
    }
}

}  // namespace
}  // namespace dockcheck::cli
