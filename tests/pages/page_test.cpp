// What the reader of pages refuses, and what is made of a page.
#include "rules/catalog/page.hpp"

#include <doctest/doctest.h>

namespace dockcheck::test {
namespace {

constexpr std::string_view right_page = R"(summary = "Something"
why = "Because."
[messages]
found = "{0} is wrong"
[[bad]]
code = "FROM a"
flags = ["a"]
[[good]]
code = "FROM b"
)";

/// The problems of a page, a line each, without the file's name.
std::string problems_of(std::string_view text,
                        std::string_view file = "rules/style/some-thing.toml") {
    std::vector<pages::Problem> problems;
    pages::read_page(file, text, problems);
    std::string out;
    for (auto const& problem : problems) {
        out += to_string(problem).substr(problem.file.size() + 1) + "\n";
    }
    return out;
}

/// The problems of the right page with more in front of it.
std::string with(std::string_view more) {
    return problems_of(std::string(more) + "\n" + std::string(right_page));
}
/// The right page with a text replaced.
std::string changed(std::string_view text, std::string_view replacement) {
    std::string page(right_page);
    page.replace(page.find(text), text.size(), replacement);
    return problems_of(page);
}

TEST_CASE("a page that is right has no problems") {
    CHECK(problems_of(right_page) == "");
    std::vector<pages::Problem> problems;
    auto const page = pages::read_page("rules/style/some-thing.toml", right_page, problems);
    CHECK(page.name == "some-thing");
    CHECK(page.category == "style");
    CHECK(page.bad.front().flags.front().text == "a");
    CHECK(pages::hole_count(page.messages.front()) == 1);
}

TEST_CASE("unknown keys are refused, the nearest is named") {
    CHECK(with("sevrity = \"error\"")
          == "1:1: error: unknown key \"sevrity\", did you mean \"severity\"?\n");
    CHECK(changed("flags = ", "flag = ") == "7:1: error: unknown key \"flag\", did you mean \"flags\"?\n"
                                            "5:1: error: \"flags\" is missing\n");
}

TEST_CASE("wrong types and values are refused") {
    CHECK(with("severity = 3") == "1:12: error: severity must be a string, this is an integer\n");
    CHECK(with("default = \"maybe\"")
          == "1:11: error: default is one of \"on\", \"off\", \"preview\"\n");
    CHECK(with("aliases = [\"DL3006\"]")
          == "1:12: error: an alias is \"peer:id\", as in \"hadolint:DL3006\"\n");
    CHECK(with("aliases = [\"hadolnt:DL3006\"]")
          == "1:12: error: no peer is called \"hadolnt\", did you mean \"hadolint\"?\n");
    CHECK(with("aliases = [{ id = \"hadolint:DL3006\" }]") == "1:12: error: \"when\" is missing\n");
    CHECK(with("security-severity = 11.0")
          == "1:21: error: security-severity is a number from 0.0 to 10.0\n");
}

TEST_CASE("what must be there is missed") {
    CHECK(problems_of("")
          == "1:1: error: \"summary\" is missing\n1:1: error: \"why\" is missing\n"
             "1:1: error: \"bad\" is missing\n1:1: error: \"good\" is missing\n");
    CHECK(with("fix = \"safe\"")
          == "1:1: error: fix = \"safe\" needs a bad example that shows what is fixed\n");
    CHECK(changed("[[bad]]", "[options.a]\ntype = \"integer\"\n[[bad]]")
          == "5:1: error: \"default\" is missing\n5:1: error: \"why\" is missing\n");
}

TEST_CASE("summaries are short and no sentences") {
    CHECK(changed("Something", "Something.") == "1:11: error: summary ends with a full stop\n");
    CHECK(changed("Something", std::string(73, 'a'))
          == "1:11: error: summary has 73 characters, 72 at most\n");
    CHECK(changed("Something", "\u00e4" + std::string(71, 'a')) == "");
}

TEST_CASE("names are kebab-case and free") {
    CHECK(problems_of(right_page, "rules/style/Some_Thing.toml")
          == "1:1: error: \"Some_Thing\" is no kebab-case name\n");
    CHECK(problems_of(right_page, "rules/style/default.toml")
          == "1:1: error: \"default\" selects rules already and cannot name one\n");
    CHECK(problems_of(right_page, "rules/moods/some-thing.toml")
          == "1:1: error: \"moods\" is no category; the folders are a closed list\n");
    CHECK(changed("found", "class")
          == "4:1: error: the message \"class\" is a word that the generated header or C++ uses\n");
}

TEST_CASE("an option cannot be called as what [rules.NAME] has for each rule") {
    CHECK(changed("[[bad]]",
                  "[options.severity]\ntype = \"string\"\ndefault = \"\"\nwhy = \"x\"\n[[bad]]")
          == "5:10: error: [rules.NAME] has a severity already: name the option otherwise\n");
}

TEST_CASE("examples say what is in them") {
    CHECK(changed("flags = [\"a\"]", "flags = [\"z\"]")
          == "5:1: error: the text to be flagged, \"z\", is not in the example\n");
    CHECK(changed("flags = [\"a\"]", "flags = [{ file = \"x\", text = \"a\" }]")
          == "5:1: error: the flag's file \"x\" is not in files\n");
    CHECK(changed("flags = [\"a\"]", "flags = [\"a\"]\noptions = { x = 1 }")
          == "8:17: error: the rule has no option \"x\"\n");
    CHECK(changed("flags = [\"a\"]", "flags = [\"a\"]\nfixed = \"FROM b\"")
          == "5:1: error: an example is fixed, but the page says fix = \"none\"\n");
    CHECK(changed("{0}", "{1}")
          == "4:9: error: the message \"found\" has a hole {1} but not all before it\n");
}

TEST_CASE("what is no TOML is refused where it stops being TOML") {
    auto const problems = problems_of("summary = \"a\"\nwhy = 1x\n");
    CHECK(problems.substr(0, problems.find(':', 2)) == "2:8");
}

TEST_CASE("two rules of one name are refused") {
    std::vector<pages::Page> pages(2);
    pages[0].name = pages[1].name = "some-thing";
    pages[0].file = "rules/style/some-thing.toml";
    pages[1].file = "rules/users/some-thing.toml";
    std::vector<pages::Problem> problems;
    pages::check_pages(pages, problems);
    REQUIRE(problems.size() == 1);
    CHECK(to_string(problems.front())
          == "rules/users/some-thing.toml:1:1: error: the rule \"some-thing\" exists already: "
             "rules/style/some-thing.toml");
}

/// The right page with a match behind it.
std::string with_match(std::string_view match) {
    return problems_of(std::string(right_page) + "[match]\n" + std::string(match) + "\n");
}

TEST_CASE("a page may be a match alone") {
    CHECK(with_match("instruction = \"RUN\"\ncommand = [\"curl\", \"wget2?\"]") == "");
    CHECK(with_match("") == "10:2: error: match is empty: it would match everything\n");
    CHECK(with_match("comand = \"x\"").starts_with("11:1: error: unknown key \"comand\""));
    CHECK(with_match("instruction = \"Run\"").starts_with("11:15: error: instruction is one of"));
    CHECK(with_match("lacks = [\"(\"]") == "11:9: error: \"(\" is no pattern: missing ): (\n");
    CHECK(problems_of("fix = \"unsafe\"\n" + std::string(right_page)
                      + "[match]\ncommand = \"x\"\n[options.a]\ntype = \"boolean\"\n"
                        "default = true\nwhy = \"w\"\n")
          == "1:1: error: a page with [match] has no options\n"
             "1:1: error: a page with [match] has fix = \"none\"\n");
}

}  // namespace
}  // namespace dockcheck::test
