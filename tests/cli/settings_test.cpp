// Arguments on top of configurations.
#include "analyzer/cli/settings.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/config/rules.hpp"

namespace dockcheck::cli {
namespace {

std::string mistake(Arguments const& arguments) {
    auto const told = [](Error const& error) { return error.where + ": " + error.text; };
    if (auto const checked = check_values(arguments); !checked) return told(checked.error());
    auto const selection = selection_of(arguments);
    if (!selection) return told(selection.error());
    if (auto const unknown = config::unknown_name(test::rules, *selection)) return told(*unknown);
    auto const settings = run_settings(arguments, {});
    return settings ? "no mistake" : told(settings.error());
}

TEST_CASE("values that mean nothing are told with their option") {
    Arguments arguments;
    SUBCASE("severity") {
        arguments.severity = {"DL3006=eror"};
        CHECK(mistake(arguments)
              == "--severity: unknown severity \"eror\"; did you mean \"error\"?");
    }
    SUBCASE("no severity") {
        arguments.severity = {"DL3006"};
        CHECK(mistake(arguments) == "--severity: \"DL3006\" is not RULE=LEVEL");
    }
    SUBCASE("level") {
        arguments.fail_on = "off";
        CHECK(mistake(arguments)
              == "--fail-on: unknown severity \"off\"; there are error, warning, info, style and "
                 "never");
    }
    SUBCASE("format") {
        arguments.format = "jsn";
        CHECK(mistake(arguments) == "--format: unknown format \"jsn\"; did you mean \"json\"?");
    }
    SUBCASE("format without a file") {
        arguments.output = {"sarif"};
        CHECK(mistake(arguments)
              == "--output: \"sarif\" names a format and no file: write sarif:FILE (a file of that "
                 "name is ./sarif)");
    }
    SUBCASE("date") {
        arguments.today = "2023-02-29";
        CHECK(mistake(arguments) == "--today: \"2023-02-29\" is no date YYYY-MM-DD");
    }
    SUBCASE("rule") {
        arguments.ignore = {"nothing-like-it"};
        CHECK(mistake(arguments)
              == "--ignore: unknown rule \"nothing-like-it\"; dockcheck rules lists them");
    }
    SUBCASE("jobs") {
        arguments.jobs = "0";
        CHECK(mistake(arguments) == "--jobs: \"0\" is no positive number");
    }
}

TEST_CASE("a named format goes into a plain output file and text is still printed") {
    Arguments arguments;
    arguments.format = "sarif";
    arguments.output = {"out.sarif", "junit:out.xml"};
    auto const settings = *run_settings(arguments, {});
    CHECK(settings.format == Format::full);
    REQUIRE(settings.outputs.size() == 2);
    CHECK(settings.outputs[0].first == Format::sarif);
    CHECK(settings.outputs[0].second == "out.sarif");
    CHECK(settings.outputs[1].first == Format::junit);
}

TEST_CASE("without a format a plain output file has that of its ending") {
    Arguments arguments;
    arguments.output = {"a.sarif", "a.sarif.json", "a.json", "a.jsonl", "a.md", "a.txt", "a"};
    auto const settings = *run_settings(arguments, {});
    std::string formats;
    for (auto const& [format, path] : settings.outputs) {
        formats += std::string(format_names()[static_cast<std::size_t>(format)]) + " ";
    }
    CHECK(formats == "sarif sarif json jsonl markdown full full ");
    CHECK(settings.format == Format::full);
    arguments.output = {"a.xml"};
    CHECK(run_settings(arguments, {}).error().text
          == "the format of \"a.xml\" is not clear: write junit:a.xml or checkstyle:a.xml");
    arguments.format = "junit";
    CHECK(run_settings(arguments, {})->outputs[0].first == Format::junit);
}

TEST_CASE("arguments come before the configuration") {
    auto configuration = std::make_shared<config::Configuration>();
    configuration->fail_on = {Severity::error, "x"};
    configuration->min_severity = {Severity::info, "x"};
    config::Profile profile;
    profile.configuration = configuration;
    profile.build.targets = {{"prod"}, "x"};
    profile.build.arguments["A"] = {"1", "x"};
    profile.build.arguments["B"] = {"1", "x"};

    Arguments arguments;
    auto const configured = file_settings(arguments, profile);
    CHECK(configured.fail_on == Severity::error);
    CHECK(configured.min_severity == Severity::info);
    CHECK(configured.build.targets.front() == "prod");

    arguments.fail_on = "never";
    arguments.min_severity = "error";
    arguments.target = {"all"};
    arguments.build_arg = {"B=2"};
    arguments.today = "2024-01-02";
    auto const given = file_settings(arguments, profile);
    CHECK_FALSE(given.fail_on);
    CHECK(given.min_severity == Severity::error);
    CHECK(given.build.targets.front() == "all");
    CHECK(given.build.arguments.find("A")->second == "1");
    CHECK(given.build.arguments.find("B")->second == "2");
    CHECK(given.build.today == "2024-01-02");
}

TEST_CASE("the day comes from SOURCE_DATE_EPOCH where nothing else says it") {
    config::Profile profile;
    profile.configuration = std::make_shared<config::Configuration>();
    (void)::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    auto const day = file_settings({}, profile).build.today;
    (void)::unsetenv("SOURCE_DATE_EPOCH");
    CHECK(day == "2023-11-14");
}

}  // namespace
}  // namespace dockcheck::cli
