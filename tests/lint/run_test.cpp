// What the runner does with rules and their findings.
#include <doctest/doctest.h>

#include "tests/lint/sample_rules.hpp"

namespace dockcheck::test {
namespace {

constexpr Message<0> general_message{"general", ""};
constexpr Message<0> specific_message{"specific", ""};

void find_run(ast::Run const& run, Pass& pass) { pass.report(run.command.span, general_message); }
void find_bad_run(ast::Run const& run, Pass& pass) {
    if (run.command.text.text().find("bad") == std::string_view::npos) return;
    pass.report(pass.instruction().span, specific_message).severity(Severity::error);
}
void name_it(ast::Run const& run, Pass& pass) {
    if (pass.is_trigger()) pass.report(run.command.span, found, "trigger");
}

void find_command(model::Command const& command, Pass& pass) {
    pass.report(command.span, found, command.program);
}
constexpr Check every_command = on<find_command>();
constexpr Check some_programs = on<find_command>().for_programs(" echo python* ");
constexpr Check any_manager = on<find_command>().for_managers();
constexpr Check pip_or_curl =
    on<find_command>().for_programs(" curl ").for_managers(model::Manager::pip);

constexpr Check run_check = on<find_run>();
constexpr Check bad_run_check = on<find_bad_run>();
constexpr Check trigger_check = on<name_it>();
constexpr std::array<std::string_view, 1> superseded{"any-run"};
constexpr std::array<Rule, 3> rules{{
    {.name = "any-run", .check = &run_check},
    {.name = "bad-run", .supersedes = superseded, .check = &bad_run_check},
    {.name = "trigger", .check = &trigger_check},
}};

std::vector<ActiveRule> active(std::initializer_list<std::size_t> which) {
    std::vector<ActiveRule> result;
    for (auto const i : which) result.push_back({&rules[i], Severity::warning, false, nullptr, {}});
    return result;
}

constexpr std::array<Rule, 4> rules_of_commands{{
    {.name = "a-every", .check = &every_command},
    {.name = "b-programs", .check = &some_programs},
    {.name = "c-managers", .check = &any_manager},
    {.name = "d-both", .check = &pip_or_curl},
}};

/// The words that a rule finds in a RUN of some commands.
std::string seen_by(Rule const& rule) {
    std::vector<ActiveRule> const active{{&rule, Severity::warning, false, nullptr, {}}};
    Linted const linted(
        "FROM a\nRUN echo && python3.9 -m pip install x && pip3 -V && apt-get update && curl y\n",
        active, rules_of_commands);
    std::string result;
    for (auto const& finding : linted.findings) {
        auto const text = finding.place.text();
        result += std::string(text.substr(0, text.find(' '))) + " ";
    }
    return result;
}

TEST_CASE("a rule about commands sees those of its programs and of its package managers") {
    CHECK(seen_by(rules_of_commands[0]) == "echo python3.9 pip3 apt-get curl ");
    CHECK(seen_by(rules_of_commands[1]) == "echo python3.9 ");
    CHECK(seen_by(rules_of_commands[2]) == "python3.9 pip3 apt-get ");
    CHECK(seen_by(rules_of_commands[3]) == "python3.9 pip3 curl ");
}

TEST_CASE("a superseded rule stays silent where the specific one speaks") {
    std::string_view const text = "FROM a\nRUN bad\nRUN fine\n";
    CHECK(summary(Linted(text, active({0, 1}), rules)) == "2 bad-run\n3 any-run\n");
    CHECK(summary(Linted(text, active({0}), rules)) == "2 any-run\n3 any-run\n");
}

TEST_CASE("also where a comment ignores the specific one") {
    Linted const linted("FROM a\n# dockcheck ignore=bad-run\nRUN bad\n", active({0, 1}), rules);
    CHECK(summary(linted) == "3 bad-run ignored\n");
}

TEST_CASE("a rule may raise its severity, and the configuration has the last word") {
    auto settings = active({1});
    CHECK(Linted("FROM a\nRUN bad\n", settings, rules).findings.front().severity
          == Severity::error);
    settings.front().severity = Severity::info;
    settings.front().severity_is_set = true;
    CHECK(Linted("FROM a\nRUN bad\n", settings, rules).findings.front().severity == Severity::info);
}

TEST_CASE("the trigger of an ONBUILD is looked at as an instruction of its kind") {
    Linted const linted("FROM a\nONBUILD RUN bad\n", active({2}), rules);
    REQUIRE(linted.findings.size() == 1);
    CHECK(linted.findings.front().place.text() == "bad");
    CHECK(linted.findings.front().instruction == "ONBUILD");
}

TEST_CASE("a finding knows its stage, its instruction and the logical line of that") {
    Linted const linted("FROM a AS Base\nRUN  x   \\\n\tbad\nFROM b\nRUN bad\n");
    REQUIRE(linted.findings.size() == 2);
    auto const& first = linted.findings.front();
    CHECK(first.stage == "base");
    CHECK(first.instruction == "RUN");
    CHECK(first.instruction_line == "RUN  x   \tbad");
    CHECK(first.anchor.text() == "RUN  x   \\\n\tbad");
    CHECK(first.message == "bad is bad");
    CHECK(first.help == "not bad");
    CHECK(linted.findings.back().stage == "1");
}

TEST_CASE("only the variants that were asked for are found") {
    auto settings = all_active();
    settings[1].variants = {"root"};
    CHECK(summary(Linted("FROM a\nUSER root\nFROM b\nUSER 0\n", settings)) == "1 some-user\n");
}

TEST_CASE("a rule for images or with a missing context does not run") {
    Rule image = sample_rules[0];
    image.inputs = input_image;
    Rule context = sample_rules[0];
    context.needs = requires_context;
    for (auto const* const rule : {&image, &context}) {
        std::vector<ActiveRule> const settings{{rule, Severity::warning, false, nullptr, {}}};
        CHECK(summary(Linted("FROM bad\n", settings)) == "");
    }
}

TEST_CASE("a refused instruction is left to the rule about its fault") {
    CHECK(summary(Linted("FROM a\nRUN --nothing=1 bad\n", active({0, 1}), rules)) == "");
}

}  // namespace
}  // namespace dockcheck::test
