// Which rules are on after all that names them was weighed.
#include "analyzer/config/selection.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/config/rules.hpp"

namespace dockcheck::config {
namespace {

using Names = std::vector<std::string>;

std::vector<Mention> mentions(Names const& names) {
    std::vector<Mention> result;
    for (auto const& name : names) result.push_back({name, "--option"});
    return result;
}

SelectionLayer layer(Names const& select, Names const& extend, Names const& ignore) {
    SelectionLayer result;
    if (!select.empty()) result.select = mentions(select);
    result.extend_select = mentions(extend);
    result.ignore = mentions(ignore);
    return result;
}

SelectionLayer severity(std::string name, Severity level) {
    SelectionLayer result;
    result.severities.push_back({{std::move(name), "--severity"}, level});
    return result;
}

/// The rules that are on, a word each: name, a set severity as "=error", variants as "(yum)".
std::string chosen(std::vector<SelectionLayer> const& layers) {
    std::vector<SelectionLayer const*> pointers;
    for (auto const& each : layers) pointers.push_back(&each);
    auto const selected = select_rules(test::rules, pointers);
    if (!selected) return selected.error().where + ": " + selected.error().text;
    std::string result;
    for (auto const& active : *selected) {
        if (!result.empty()) result += ' ';
        result += active.rule->name;
        if (active.severity_is_set && active.severity == Severity::error) result += "=error";
        if (active.variants.empty()) continue;
        result += '(';
        for (auto const variant : active.variants) {
            if (!result.ends_with('(')) result += ',';
            result += variant.empty() ? "none" : std::string(variant);
        }
        result += ')';
    }
    return result;
}

constexpr auto the_default =
    "untagged-base-image missing-healthcheck unknown-instruction package-cache-left";

TEST_CASE("without any wish the default rules are on") {
    CHECK(chosen({}) == the_default);
    CHECK(chosen({layer({"default"}, {}, {})}) == the_default);
}

TEST_CASE("all is every rule but previews") {
    CHECK(chosen({layer({"all"}, {}, {})})
          == "untagged-base-image base-image-not-pinned-by-digest missing-healthcheck "
             "unknown-instruction package-cache-left");
    CHECK(chosen({layer({"preview"}, {}, {})}) == "base-image-of-tomorrow");
}

TEST_CASE("select replaces the default and extend-select adds to it") {
    CHECK(chosen({layer({"missing-healthcheck"}, {}, {})}) == "missing-healthcheck");
    CHECK(chosen({layer({}, {"base-image-of-tomorrow"}, {})})
          == "untagged-base-image base-image-of-tomorrow missing-healthcheck unknown-instruction "
             "package-cache-left");
}

TEST_CASE("a category is all of its rules but previews") {
    CHECK(chosen({layer({"base-image"}, {}, {})})
          == "untagged-base-image base-image-not-pinned-by-digest");
}

TEST_CASE("other tools' ids work with and without the tool, in any letter case") {
    CHECK(chosen({layer({"hadolint:DL3006"}, {}, {})}) == "untagged-base-image");
    CHECK(chosen({layer({"dl3006"}, {}, {})}) == "untagged-base-image");
    CHECK(chosen({layer({"buildkit:build-error"}, {}, {})}) == "unknown-instruction");
}

TEST_CASE("an id that stands for one variant selects that variant alone") {
    CHECK(chosen({layer({"DL3032"}, {}, {})}) == "package-cache-left(yum)");
    CHECK(chosen({layer({"packages"}, {}, {"DL3032"})}) == "package-cache-left(none,dnf)");
    CHECK(chosen({layer({"package-cache-left"}, {"DL3032"}, {})}) == "package-cache-left");
}

TEST_CASE("the more specific of select and ignore wins") {
    CHECK(chosen({layer({"untagged-base-image"}, {}, {"base-image"})}) == "untagged-base-image");
    CHECK(chosen({layer({"base-image"}, {}, {"untagged-base-image"})})
          == "base-image-not-pinned-by-digest");
    CHECK(chosen({layer({"base-image"}, {}, {"all"})})
          == "untagged-base-image base-image-not-pinned-by-digest");
}

TEST_CASE("on a tie the ignore wins") {
    CHECK(chosen({layer({"base-image"}, {}, {"base-image"})}) == "");
    CHECK(chosen({layer({"untagged-base-image"}, {}, {"DL3006"})}) == "");
}

TEST_CASE("the command line comes before the configuration") {
    auto const configuration = layer({}, {}, {"missing-healthcheck"});
    CHECK(chosen({configuration, layer({"missing-healthcheck"}, {}, {})}) == "missing-healthcheck");
    CHECK(chosen({configuration, layer({}, {"missing-healthcheck"}, {})}) == the_default);
}

TEST_CASE("what the configuration ignores stays ignored under a broader select") {
    auto const configuration = layer({"base-image"}, {"DL3032"}, {"missing-healthcheck"});
    CHECK(chosen({configuration, layer({"default"}, {}, {})})
          == "untagged-base-image unknown-instruction package-cache-left");
}

TEST_CASE("the ignores of the command line add to the configuration's") {
    CHECK(chosen({layer({}, {}, {"missing-healthcheck"}), layer({}, {}, {"packages"})})
          == "untagged-base-image unknown-instruction");
}

TEST_CASE("a severity switches no rule on") {
    CHECK(chosen({severity("base-image-not-pinned-by-digest", Severity::error)}) == the_default);
    CHECK(chosen({severity("DL3006", Severity::error)})
          == "untagged-base-image=error missing-healthcheck unknown-instruction "
             "package-cache-left");
}

TEST_CASE("the level off switches a rule off, unless the command line says otherwise") {
    CHECK(chosen({severity("missing-healthcheck", Severity::off)})
          == "untagged-base-image unknown-instruction package-cache-left");
    CHECK(chosen({severity("missing-healthcheck", Severity::off),
                  layer({"missing-healthcheck"}, {}, {})})
          == "missing-healthcheck");
    CHECK(chosen({severity("missing-healthcheck", Severity::off),
                  severity("missing-healthcheck", Severity::error)})
          == "untagged-base-image missing-healthcheck=error unknown-instruction "
             "package-cache-left");
}

TEST_CASE("an unknown name is an error with the nearest ones") {
    CHECK(chosen({layer({"untaged-base-image"}, {}, {})})
          == "--option: unknown rule \"untaged-base-image\"; did you mean "
             "\"untagged-base-image\"?");
    CHECK(chosen({layer({}, {}, {"DL3007"})})
          == "--option: unknown rule \"DL3007\"; did you mean \"DL3006\"?");
    CHECK(chosen({layer({}, {}, {"healthcheck"})})
          == "--option: unknown rule \"healthcheck\"; did you mean \"missing-healthcheck\"?");
    CHECK(chosen({layer({"zzzzzzzz"}, {}, {})})
          == "--option: unknown rule \"zzzzzzzz\"; dockcheck rules lists them");
    // The first words of a name, with a slip in them.
    CHECK(chosen({layer({"untaged"}, {}, {})})
          == "--option: unknown rule \"untaged\"; did you mean \"untagged-base-image\"?");
}

}  // namespace
}  // namespace dockcheck::config
