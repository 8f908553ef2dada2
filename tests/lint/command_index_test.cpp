// What the rules say of the commands that they look at.
#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

#include "analyzer/lint/check.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::test {
namespace {

// A command would be shown to the rule twice.
TEST_CASE("a rule that names package managers names none of their programs") {
    for (auto const& rule : rules::catalog()) {
        if (rule.check == nullptr || rule.check->managers == 0) continue;
        for (auto words = rule.check->programs; !words.empty();) {
            auto const end = std::min(words.find(' '), words.size());
            model::Command command;
            command.program = words.substr(0, end);
            CAPTURE(std::string(rule.name));
            CAPTURE(std::string(command.program));
            CHECK(model::manager_of(command) == model::Manager::none);
            words.remove_prefix(std::min(end + 1, words.size()));
        }
    }
}

TEST_CASE("lists of programs have a blank on either side") {
    for (auto const& rule : rules::catalog()) {
        if (rule.check == nullptr || rule.check->programs.empty()) continue;
        CAPTURE(std::string(rule.name));
        CHECK(rule.check->programs.starts_with(' '));
        CHECK(rule.check->programs.ends_with(' '));
    }
}

}  // namespace
}  // namespace dockcheck::test
