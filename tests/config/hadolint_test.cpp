// What a .hadolint.yaml means here.
#include <doctest/doctest.h>
#include <memory>
#include <string>

#include "analyzer/config/load.hpp"
#include "analyzer/config/migrate.hpp"
#include "analyzer/config/profile.hpp"
#include "tests/config/rules.hpp"

namespace dockcheck::config {
namespace {

constexpr std::array<Alias, 1> registry_aliases{{{"hadolint:DL3026", {}}}};
constexpr std::array<OptionInfo, 1> registry_options{
    {{"allowed-registries", "strings", "[]", "Which."}}};
constexpr std::array<Alias, 1> label_aliases{{{"hadolint:DL3049", {}}}};
constexpr std::array<OptionInfo, 1> label_options{{{"labels", "strings", "[]", "Which."}}};
constexpr std::array<Alias, 2> pin_aliases{{{"hadolint:DL3008", {}}, {"hadolint:DL3018", {}}}};

/// Rules as hadolint has them too: off by default, with options, several ids for one rule. In the
/// order of their names, as the catalog is.
constexpr std::array<Rule, 5> known_rules{{
    {.name = "missing-required-label",
     .category = "labels",
     .by_default = Default::off,
     .aliases = label_aliases,
     .options = label_options},
    test::rules[5],
    {.name = "package-not-pinned",
     .category = "packages",
     .by_default = Default::off,
     .aliases = pin_aliases},
    {.name = "registry-not-allowed",
     .category = "base-image",
     .by_default = Default::off,
     .aliases = registry_aliases,
     .options = registry_options},
    test::rules[0],
}};

Migration migrated(std::string_view yaml) {
    auto const file = hadolint::read_hadolint_file(yaml, "h.yaml");
    if (!file) FAIL(file.error().where, ": ", file.error().text);
    return migrate(*file, known_rules);
}

constexpr std::string_view all_keys =
    "ignored: [DL3006, DL3032, DL3008, DL3018, DL1]\noverride:\n  error: [DL3006]\n"
    "  warning:\n    - DL3008\n    - DL3018\ntrusted-registries: ['docker.io', \"*.example\"]\n"
    "label-schema:\n  author: text\n  \"a.b\": rfc3339\nstrict-labels: true\n"
    "failure-threshold: error\n";

TEST_CASE("ids become names, and what holds for a part of a rule stays that part") {
    CHECK(to_toml(migrated(all_keys), "h.yaml")
          == R"(# Made from h.yaml by dockcheck migrate hadolint.

extend-select = [
    "package-not-pinned",      # DL3008, DL3018
    "registry-not-allowed",    # trustedRegistries
    "missing-required-label",  # label-schema
]
ignore = [
    "untagged-base-image",  # DL3006
    "hadolint:DL3032",      # DL3032
    "package-not-pinned",   # DL3008, DL3018
]
fail-on = "error"  # failure-threshold

[rules.untagged-base-image]
severity = "error"  # DL3006

[rules.package-not-pinned]
severity = "warning"  # DL3008, DL3018

[rules.registry-not-allowed]
severity = "error"  # DL3026
allowed-registries = ["docker.io", "*.example"]  # trustedRegistries

[rules.missing-required-label]
severity = "info"  # DL3049
labels = ["author", "a.b"]  # label-schema

# Left out:
#   h.yaml:1:43: DL1 is the id of no rule here
#   h.yaml:9:3: label-schema (author=text, a.b=rfc3339) has no counterpart
#   h.yaml:11:16: strict-labels (author, a.b) has no counterpart
)");
}

/// The rules that are on, and how grave.
std::string selected(Configuration configuration) {
    SelectionLayer const command_line;
    Profiles profiles(known_rules, command_line);
    auto const profile =
        profiles.of(std::make_shared<Configuration const>(std::move(configuration)), "/x");
    if (!profile) return profile.error().where + ": " + profile.error().text;
    std::string result;
    for (auto const& active : (*profile)->rule_set->rules()) {
        result += std::string(active.rule->name) + " " + std::string(to_string(active.severity));
        for (auto const variant : active.variants) result += " [" + std::string(variant) + "]";
        result += "\n";
    }
    return result;
}

TEST_CASE("what is obeyed is what migrating gives") {
    auto const migration = migrated(all_keys);
    auto const obeyed = to_configuration(migration, "h.yaml", "/");
    auto const written = parse(to_toml(migration, "h.yaml"), {"/", "d.toml"}, known_rules);
    REQUIRE(written);
    CHECK(selected(obeyed) == selected(**written));
    CHECK(selected(obeyed)
          == "missing-required-label info\npackage-cache-left warning [] [dnf]\n"
             "registry-not-allowed error\n");
    CHECK(obeyed.fail_on->value == (*written)->fail_on->value);
    CHECK(obeyed.fail_on->where == "h.yaml:12:20");
}

TEST_CASE("one registry needs no list") {
    auto const migration = migrated("trustedRegistries: docker.io\n");
    REQUIRE(migration.options.size() == 1);
    CHECK(migration.options[0].values == std::vector<std::string>{"docker.io"});
}

TEST_CASE("a key that hadolint does not read either is told with the one that was meant") {
    auto const migration = migrated("ignore: [DL3006]\noverrides: {}\nno-color: true\n");
    CHECK(migration.remarks
          == std::vector<std::string>{
              "h.yaml:1:1: ignore is not read by hadolint either; did you mean \"ignored\"?",
              "h.yaml:2:1: overrides is not read by hadolint either; did you mean \"override\"?",
              "h.yaml:3:1: no-color has no counterpart"});
}

TEST_CASE("an empty file says nothing") {
    for (auto const text : {"", "---\n", "# nothing\n", "ignored:\n"}) {
        auto const migration = migrated(text);
        CHECK(migration.ignore.empty());
        CHECK(migration.remarks.empty());
    }
}

TEST_CASE("a bomb of aliases is read in no time") {
    std::string bomb = "a: &a [x]\n";
    for (char c = 'b'; c < 'z'; ++c) {
        auto const before = static_cast<char>(c - 1);
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 9; ++i) bomb += std::string(i == 0 ? "*" : ", *") + before;
        bomb += "]\n";
    }
    auto const file = hadolint::read_hadolint_file(bomb + "ignored: *y\n", "h.yaml");
    CHECK(file.error().text == "\"ignored\" must be a text");
    CHECK_FALSE(hadolint::read_hadolint_file(std::string(100'000, '['), "h.yaml"));
}

}  // namespace
}  // namespace dockcheck::config
