// What a dockcheck.toml may say, and how mistakes in it are told.
#include "analyzer/config/load.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/config/profile.hpp"
#include "tests/config/rules.hpp"
#include "tests/config/temporary_folder.hpp"

namespace dockcheck::config {
namespace {

Configuration read(std::string_view text) {
    auto const parsed = parse(text, {"/repo/app", "app/dockcheck.toml"}, test::rules);
    if (!parsed) FAIL(parsed.error().where, ": ", parsed.error().text);
    return **parsed;
}

std::string mistake(std::string_view text) {
    auto const parsed = parse(text, {"/repo/app", "dockcheck.toml"}, test::rules);
    if (parsed) return "no mistake";
    auto result = parsed.error().where + ": " + parsed.error().text;
    for (auto const& other : parsed.error().more) {
        result += "\n" + other.where + ": " + other.text;
    }
    return result;
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
          == "dockcheck.toml:1:1: an override needs \"files\"\n"
             "dockcheck.toml:2:1: unknown key \"file\"; did you mean \"files\"?");
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

TEST_CASE("images name the Dockerfiles that make them") {
    test::TemporaryFolder const folder;
    folder.write("app/Dockerfile", "");
    ConfigurationFile file{folder.path("app"), "dockcheck.toml"};
    auto const told = [&](std::string_view text) {
        auto const parsed = parse(text, file, test::rules);
        return parsed ? "no mistake" : parsed.error().where + ": " + parsed.error().text;
    };
    auto const parsed = parse(
        "[images]\nshop = \"./Dockerfile\"\n"
        "\"r.example/job:1\" = { dockerfile = \"Dockerfile\", target = \"job\" }\n",
        file, test::rules);
    REQUIRE(parsed);
    auto const& images = (*parsed)->images;
    CHECK(images.at("shop").value.dockerfile == folder.path("app/Dockerfile"));
    CHECK(images.at("shop").value.written == "./Dockerfile");
    CHECK(images.at("shop").where == "dockcheck.toml:2:8");
    CHECK(images.at("r.example/job:1").value.target == "job");

    CHECK(told("images = 3") == "dockcheck.toml:1:10: \"images\" must be a table, not an integer");
    CHECK(told("[images]\nshop = \"Dockerfle\"")
          == "dockcheck.toml:2:8: there is no file \"Dockerfle\"");
    CHECK(told("[images]\nshop = 3")
          == "dockcheck.toml:2:8: \"shop\" must be a path, or a table with \"dockerfile\" and "
             "\"target\", not an integer");
    CHECK(told("[images]\n\"shop:\" = \"Dockerfile\"")
          == "dockcheck.toml:2:1: \"shop:\" is no name of an image");
    CHECK(told("[images]\n\"https://r.example/shop\" = \"Dockerfile\"")
          == "dockcheck.toml:2:1: \"https://r.example/shop\" is no name of an image");
    CHECK(told("[images]\n\"REGISTRY/shop:TAG\" = \"Dockerfile\"") == "no mistake");
    CHECK(told("[images]\nshop = { dockerfle = \"Dockerfile\" }")
          == "dockcheck.toml:2:10: unknown key \"dockerfle\"; did you mean \"dockerfile\"?");
    CHECK(told("[images]\nshop = { target = \"x\" }")
          == "dockcheck.toml:2:8: an image needs \"dockerfile\"");
    file.repository = folder.path("app");
    CHECK(told("[images]\nshop = \"../Dockerfile\"")
          == "dockcheck.toml:2:8: only your own configuration may name a Dockerfile outside of the "
             "repository");
}

constexpr std::string_view own_rule =
    "[[custom]]\nname = \"no-internal-mirror\"\nseverity = \"error\"\n"
    "message = \"{0} is the old mirror\"\n"
    "match = { instruction = \"run\", command = \"curl\", "
    "argument = [\"https?://old\\\\.example/.*\"] }\n";

/// Our own rule with a text replaced.
std::string own_mistake(std::string_view text, std::string_view replacement) {
    std::string rule(own_rule);
    rule.replace(rule.find(text), text.size(), replacement);
    return mistake(rule);
}

TEST_CASE("a custom rule is a rule like any other") {
    auto const configuration =
        read(std::string(own_rule)
             + "[rules.no-internal-mirror]\nseverity = \"info\"\n[[overrides]]\nfiles = [\"a\"]\n"
               "ignore = [\"no-internal-mirror\", \"custom\"]\n");
    REQUIRE(configuration.custom_rules.size() == 1);
    auto const& rule = *configuration.custom_rules[0];
    CHECK(rule.name == "no-internal-mirror");
    CHECK(rule.category == "custom");
    CHECK(rule.severity == Severity::error);
    CHECK(rule.summary == "... is the old mirror");
    auto const& match = *rule.check->match;
    CHECK(match.instructions.front() == "RUN");
    CHECK(match.arguments.front() == "https?://old\\.example/.*");
    CHECK(match.text == "{0} is the old mirror");
}

TEST_CASE("mistakes in a custom rule are told with their place") {
    CHECK(own_mistake("{ instruction = \"run\", command = \"curl\", argument = ",
                      "{ argument = \"(\", lacks = ")
          == "dockcheck.toml:5:22: \"(\" is no pattern: missing ): (");
    CHECK(own_mistake("\"run\"", "\"runn\"")
          == "dockcheck.toml:5:25: unknown instruction \"runn\"; did you mean \"RUN\"?");
    CHECK(own_mistake("\"run\"", "3")
          == "dockcheck.toml:5:25: \"instruction\" must be a string or a list of strings, not an "
             "integer");
    CHECK(own_mistake("comm", "com")
          == "dockcheck.toml:5:32: unknown key \"comand\"; did you mean \"command\"?");
    CHECK(own_mistake("{0}", "{3}")
          == "dockcheck.toml:4:11: there is no {3}: {0} is what is underlined, {1} the program, {2} "
             "the instruction");
    CHECK(own_mistake("{0} is the old mirror", " ") == "dockcheck.toml:4:11: \"message\" is empty");
    CHECK(own_mistake("message", "mesage")
          == "dockcheck.toml:1:1: a custom rule needs \"message\"\n"
             "dockcheck.toml:4:1: unknown key \"mesage\"; did you mean \"message\"?");
    CHECK(own_mistake("no-internal-mirror", "No Mirror")
          == "dockcheck.toml:2:8: \"No Mirror\" is no name of a rule, as in no-internal-mirror");
    CHECK(own_mistake("no-internal-mirror", "missing-healthcheck")
          == "dockcheck.toml:2:8: \"missing-healthcheck\" has a meaning of its own already");
    CHECK(own_mistake("no-internal-mirror", "runtime")
          == "dockcheck.toml:2:8: \"runtime\" has a meaning of its own already");
    CHECK(own_mistake("\"error\"", "\"off\"")
          == "dockcheck.toml:3:12: \"severity\" is error, warning, info or style");
    CHECK(mistake(std::string(own_rule) + std::string(own_rule))
          == "dockcheck.toml:7:8: there is a rule \"no-internal-mirror\" already, at "
             "dockcheck.toml:1:1");
    CHECK(mistake("[[custom]]\nname = \"a\"\nmessage = \"m\"\n")
          == "dockcheck.toml:1:1: a custom rule needs \"match\"");
    CHECK(mistake("[[custom]]\nname = \"a\"\nmessage = \"m\"\nmatch = { lacks = [] }\n")
          == "dockcheck.toml:4:9: \"match\" is empty: it would match everything");
    CHECK(mistake("custom = 1") == "dockcheck.toml:1:10: \"custom\" must be a list of tables "
                                   "([[custom]]), not an integer");
}

/// What is selected for a file, and what else holds, with the files of a folder.
std::string in_force(test::TemporaryFolder const& folder, std::string_view file) {
    auto loaded = load(folder.path(file),
                       {folder.path(), std::string(file), Layout::whole_file, folder.path(file)},
                       test::rules);
    if (!loaded) return loaded.error().where + ": " + loaded.error().text;
    auto const configuration = std::make_shared<Configuration const>(std::move(**loaded));
    SelectionLayer const command_line;
    Profiles profiles(test::rules, command_line);
    auto const profile = profiles.of(configuration, folder.path("x/Dockerfile"));
    if (!profile) return profile.error().text;
    std::string result;
    for (auto const& active : (*profile)->rule_set->rules()) {
        result +=
            std::string(active.rule->name) + " " + std::string(to_string(active.severity)) + "\n";
    }
    if (configuration->excludes(folder.path("base/out"))) result += "excludes base/out\n";
    if (configuration->excludes(folder.path("out"))) result += "excludes out\n";
    if (configuration->fail_on) result += "fail-on at " + configuration->fail_on->where + "\n";
    if (configuration->baseline) {
        result += configuration->baseline->value.substr(folder.path().size()) + "\n";
    }
    return result;
}

TEST_CASE("what a file says comes before the file that it extends") {
    test::TemporaryFolder const folder;
    folder.write("base/dockcheck.toml",
                 "select = [\"custom\", \"syntax\"]\nfail-on = \"error\"\nexclude = [\"out\"]\n"
                 "baseline = \"b.json\"\n[rules.unknown-instruction]\nseverity = \"info\"\n"
                     + std::string(own_rule)
                     + "[[overrides]]\nfiles = [\"../x/**\"]\nignore = [\"a\"]\n");
    folder.write("bad.toml", "extends = \"base/dockcheck.toml\"\n");
    CHECK(
        in_force(folder, "bad.toml").starts_with("base/dockcheck.toml:14:11: unknown rule \"a\""));
    folder.write("base/dockcheck.toml",
                 "select = [\"custom\", \"syntax\"]\nfail-on = \"error\"\nexclude = [\"out\"]\n"
                 "baseline = \"b.json\"\n[rules.unknown-instruction]\nseverity = \"info\"\n"
                     + std::string(own_rule));
    folder.write("all.toml", "extends = \"base/dockcheck.toml\"\n");
    CHECK(in_force(folder, "all.toml")
          == "no-internal-mirror error\nunknown-instruction info\nexcludes base/out\n"
             "fail-on at base/dockcheck.toml:2:11\n/base/b.json\n");
    folder.write("some.toml",
                 "extends = \"base/dockcheck.toml\"\nexclude = [\"/out\"]\nfail-on = \"info\"\n"
                 "extend-select = [\"missing-healthcheck\"]\nignore = [\"unknown-instruction\"]\n"
                 "[rules.no-internal-mirror]\nseverity = \"style\"\n[[overrides]]\n"
                 "files = [\"x/*\"]\nignore = [\"missing-healthcheck\"]\n");
    CHECK(in_force(folder, "some.toml")
          == "no-internal-mirror style\nexcludes out\nfail-on at some.toml:3:11\n/base/b.json\n");
    folder.write("select.toml", "extends = \"base/dockcheck.toml\"\nselect = [\"DL3006\"]\n");
    CHECK(in_force(folder, "select.toml").starts_with("untagged-base-image warning\nexcludes"));
}

TEST_CASE("a file that cannot be extended is told at the place that names it") {
    test::TemporaryFolder const folder;
    folder.write("a.toml", "extends = \"b.toml\"\n");
    folder.write("b.toml", "fail-on = \"error\"\nextends = \"./a.toml\"\n");
    CHECK(in_force(folder, "a.toml") == "b.toml:2:11: \"./a.toml\" extends itself");
    folder.write("c.toml", "extends = \"none.toml\"\n");
    CHECK(in_force(folder, "c.toml")
          == "c.toml:1:11: cannot read \"none.toml\": No such file or directory");
    folder.write("d.toml", "extends = \"pyproject.toml\"\n");
    folder.write("pyproject.toml", "[project]\nname = \"x\"\n");
    CHECK(in_force(folder, "d.toml")
          == "d.toml:1:11: there is no [tool.dockcheck] in \"pyproject.toml\"");
    folder.write("pyproject.toml", "[tool.dockcheck]\nselect = [\"DL3006\"]\n");
    CHECK(in_force(folder, "d.toml") == "untagged-base-image warning\n");
    folder.write("e.toml", "extends = [3]\n");
    CHECK(in_force(folder, "e.toml")
          == "e.toml:1:12: \"extends\" must be a list of strings; this is an integer");
}

}  // namespace
}  // namespace dockcheck::config
