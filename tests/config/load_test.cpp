// What a dockcheck.toml may say, and how mistakes in it are told.
#include "analyzer/config/load.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/config/rules.hpp"

namespace dockcheck::config {
namespace {

Configuration read(std::string_view text) {
    auto const parsed = parse(text, {"/repo/app", "app/dockcheck.toml"}, test::rules);
    if (!parsed) FAIL(parsed.error().where, ": ", parsed.error().text);
    return **parsed;
}

std::string mistake(std::string_view text) {
    auto const parsed = parse(text, {"/repo/app", "dockcheck.toml"}, test::rules);
    return parsed ? "no mistake" : parsed.error().where + ": " + parsed.error().text;
}

TEST_CASE("values remember where they were said") {
    auto const configuration = read("fail-on = \"error\"\nselect = [\"all\",\n  \"DL3006\"]\n");
    CHECK(configuration.fail_on->value == Severity::error);
    CHECK(configuration.fail_on->where == "app/dockcheck.toml:1:11");
    auto const& select = *configuration.settings.selection.select;
    CHECK(select[1].name == "DL3006");
    CHECK(select[1].where == "app/dockcheck.toml:3:3");
}

TEST_CASE("fail-on can be never") {
    CHECK(read("fail-on = \"never\"").fail_on->value == Severity::off);
}

TEST_CASE("paths are relative to the file's folder") {
    auto const configuration =
        read("output = [\"sarif:out/x.sarif\"]\n[build]\ncontext = \"..\"\n");
    CHECK(configuration.settings.build.context->value == "/repo");
    CHECK(configuration.output->value.front() == "sarif:/repo/app/out/x.sarif");
    CHECK(configuration.relative("/repo/app/x/Dockerfile") == "x/Dockerfile");
    CHECK_FALSE(configuration.relative("/repo/application/Dockerfile"));
}

TEST_CASE("the build's settings are read") {
    auto const build = read(
                           "[build]\ntargets = \"all\"\nargs = { PYTHON = \"3.12\" }\n"
                           "platform = \"linux/arm64\"\nno-context = true\n")
                           .settings.build;
    CHECK(build.targets->value == std::vector<std::string>{"all"});
    CHECK(build.arguments.at("PYTHON").value == "3.12");
    CHECK(build.arguments.at("PYTHON").where == "app/dockcheck.toml:3:19");
    CHECK(build.platform->value == "linux/arm64");
    CHECK(build.no_context->value);
}

TEST_CASE("a rule's severity and options are read, by any of its names") {
    auto const settings = read(
                              "[rules.DL3006]\nseverity = \"error\"\nlimit = 7\nshare = 2\n"
                              "strict = true\nprefix = \"x\"\nignore-images = [\"a\", \"b\"]\n")
                              .settings;
    CHECK(settings.selection.severities.front().rule.name == "untagged-base-image");
    auto const& options = settings.options.at(&test::rules.front());
    std::int64_t limit = 0;
    double share = 0;
    bool strict = false;
    std::string_view prefix;
    std::vector<std::string_view> images;
    CHECK(options.read("limit", limit));
    CHECK(options.read("share", share));
    CHECK(options.read("strict", strict));
    CHECK(options.read("prefix", prefix));
    CHECK(options.read("ignore-images", images));
    CHECK(limit == 7);
    CHECK(share == 2.0);
    CHECK(strict);
    CHECK(prefix == "x");
    CHECK(images == std::vector<std::string_view>{"a", "b"});
    CHECK_FALSE(options.read("unset", limit));
}

TEST_CASE("overrides hold for some files and may say rules and build too") {
    auto const configuration = read(
        "[[overrides]]\nfiles = [\"**/*.dev.Dockerfile\"]\n"
        "ignore = [\"missing-healthcheck\"]\n"
        "build.platform = \"linux/amd64\"\n"
        "[overrides.rules.untagged-base-image]\nlimit = 1\n");
    auto const& over = configuration.overrides.front();
    CHECK(over.files.cover("a/x.dev.Dockerfile"));
    CHECK(over.settings.selection.ignore.front().name == "missing-healthcheck");
    CHECK(over.settings.build.platform->value == "linux/amd64");
    CHECK(over.settings.options.size() == 1);
}

TEST_CASE("a day can be a string or a date") {
    CHECK(read("today = \"2024-02-29\"").today->value == "2024-02-29");
    CHECK(read("today = 2024-02-29").today->value == "2024-02-29");
    CHECK(mistake("today = \"2023-02-29\"")
          == "dockcheck.toml:1:9: \"2023-02-29\" is no date YYYY-MM-DD");
}

TEST_CASE("pyproject.toml has a table for dockcheck, or says nothing") {
    ConfigurationFile const file{"/repo", "pyproject.toml", Layout::tool_table};
    auto const some = parse("[tool.dockcheck]\nfail-on = \"info\"\n", file, test::rules);
    CHECK((*some)->fail_on->where == "pyproject.toml:2:11");
    auto const none = parse("[tool.ruff]\nfail-on = 7\n", file, test::rules);
    REQUIRE(none);
    CHECK_FALSE(none->has_value());
}

TEST_CASE("unknown keys are told with the nearest one, at the key") {
    CHECK(mistake("\n  selct = []")
          == "dockcheck.toml:2:3: unknown key \"selct\"; did you mean \"select\"?");
    CHECK(mistake("fail_on = \"error\"")
          == "dockcheck.toml:1:1: unknown key \"fail_on\"; did you mean \"fail-on\"?");
    CHECK(mistake("[build]\ntarget = \"x\"")
          == "dockcheck.toml:2:1: unknown key \"target\"; did you mean \"targets\"?");
    CHECK(mistake("[rules.DL3006]\nlimits = 3")
          == "dockcheck.toml:2:1: unknown key \"limits\"; did you mean \"limit\"?");
    CHECK(mistake("[rules.missing-healthcheck]\nseverty = \"info\"")
          == "dockcheck.toml:2:1: unknown key \"severty\"; did you mean \"severity\"?");
    CHECK(mistake("[[overrides]]\nfile = [\"x\"]")
          == "dockcheck.toml:2:1: unknown key \"file\"; did you mean \"files\"?");
}

TEST_CASE("unknown rules and severities are told with the nearest one") {
    CHECK(mistake("ignore = [\"missing-healthchek\"]")
          == "dockcheck.toml:1:11: unknown rule \"missing-healthchek\"; did you mean "
             "\"missing-healthcheck\"?");
    CHECK(mistake("[rules.base-image]\nseverity = \"info\"")
          == "dockcheck.toml:1:8: unknown rule \"base-image\"; did you mean "
             "\"untagged-base-image\", \"base-image-not-pinned-by-digest\" or "
             "\"base-image-of-tomorrow\"?");
    CHECK(mistake("[rules.DL3006]\nseverity = \"warn\"")
          == "dockcheck.toml:2:12: unknown severity \"warn\"; did you mean \"warning\"?");
    CHECK(mistake("min-severity = \"erorr\"")
          == "dockcheck.toml:1:16: unknown severity \"erorr\"; did you mean \"error\"?");
}

TEST_CASE("wrong types are told with what is wanted") {
    CHECK(mistake("select = \"all\"")
          == "dockcheck.toml:1:10: \"select\" must be a list of strings, not a string");
    CHECK(mistake("select = [\"all\", 7]")
          == "dockcheck.toml:1:18: \"select\" must be a list of strings; this is an integer");
    CHECK(mistake("build = 3") == "dockcheck.toml:1:9: \"build\" must be a table, not an integer");
    CHECK(mistake("[rules.DL3006]\nlimit = \"3\"")
          == "dockcheck.toml:2:9: \"limit\" must be an integer, not a string");
    CHECK(mistake("[[overrides]]\nignore = []")
          == "dockcheck.toml:1:1: an override needs \"files\"");
    CHECK(mistake("exclude = [\"a[\"]") == "dockcheck.toml:1:12: \"a[\": '[' without its ']'");
}

TEST_CASE("what is not TOML 1.0 is refused at its place") {
    CHECK(mistake("a = {\n b = 1 }").starts_with("dockcheck.toml:1:"));
    CHECK(mistake("[?]").starts_with("dockcheck.toml:1:"));
    CHECK(mistake("select = [").starts_with("dockcheck.toml:1:"));
    CHECK(mistake("x = 1\nx = 2").starts_with("dockcheck.toml:2:"));
    CHECK(mistake(std::string(100'000, '[')).starts_with("dockcheck.toml:1:"));
    CHECK(mistake("a = \"\xff\"").starts_with("dockcheck.toml:1:"));
}

TEST_CASE("what comes later says so") {
    CHECK(mistake("extends = \"x\"")
          == "dockcheck.toml:1:11: \"extends\" is not supported by this version");
    CHECK(mistake("[images]\n")
          == "dockcheck.toml:1:1: \"images\" is not supported by this version");
    CHECK(mistake("[[custom]]\nname = \"x\"")
          == "dockcheck.toml:1:1: \"custom\" is not supported by this version");
}

}  // namespace
}  // namespace dockcheck::config
