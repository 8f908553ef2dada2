// The schema of dockcheck.toml against what is read.
#include "analyzer/cli/config_schema.hpp"

#include "rules/catalog/catalog.hpp"

#include <doctest/doctest.h>
#include <rapidjson/document.h>
#include <set>
#include <string>

#include "analyzer/config/known_keys.hpp"

namespace dockcheck::cli {
namespace {

using Names = std::set<std::string>;

std::string joined(Names const& names) {
    std::string result;
    for (auto const& name : names) result += name + " ";
    return result;
}

std::string properties(rapidjson::Value const& object) {
    Names names;
    for (auto const& member : object["properties"].GetObject()) {
        names.insert(member.name.GetString());
    }
    return joined(names);
}

std::string keys(std::initializer_list<std::vector<std::string_view>> lists) {
    Names names;
    for (auto const& list : lists) names.insert(list.begin(), list.end());
    return joined(names);
}

TEST_CASE("the schema has the keys that are read, and no others") {
    rapidjson::Document schema;
    auto const text = config_schema();
    REQUIRE_FALSE(schema.Parse(text.data(), text.size()).HasParseError());
    auto const known = config::known_keys();
    CHECK(properties(schema) == keys({known.top, known.settings}));
    auto const& lists = schema["properties"];
    CHECK(properties(lists["overrides"]["items"]) == keys({known.override_alone, known.settings}));
    CHECK(properties(lists["custom"]["items"]) == keys({known.custom}));
    CHECK(properties(lists["custom"]["items"]["properties"]["match"]) == keys({known.match}));
    CHECK(properties(schema["definitions"]["build"]) == keys({known.build}));
    CHECK(properties(lists["images"]["additionalProperties"]["anyOf"][1]) == keys({known.image}));
}

TEST_CASE("the schema has each rule with its options") {
    rapidjson::Document schema;
    auto const text = config_schema();
    schema.Parse(text.data(), text.size());
    auto const& all = schema["definitions"]["rules"]["properties"];
    CHECK(all.MemberCount() == rules::catalog().size());
    for (auto const& rule : rules::catalog()) {
        CAPTURE(std::string(rule.name));
        auto const& table = all[std::string(rule.name).c_str()];
        Names names{"severity"};
        for (auto const& option : rule.options) names.insert(std::string(option.name));
        CHECK(properties(table) == joined(names));
    }
}

}  // namespace
}  // namespace dockcheck::cli
