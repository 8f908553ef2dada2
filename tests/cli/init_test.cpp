// The configuration that `init` writes.
#include "rules/catalog/catalog.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/cli/initial_configuration.hpp"
#include "analyzer/config/load.hpp"
#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

TEST_CASE("what init writes says nothing, and without its comment signs it all holds") {
    std::string settings;
    for (auto text = initial_configuration; !text.empty();) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        text.remove_prefix(end + 1);
        CHECK((line.empty() || line.starts_with('#')));
        CHECK(line.size() <= 100);
        bool const is_setting = line.size() > 1 && line[1] != ' ';
        // What it extends is not there.
        if (is_setting && !line.starts_with("#extends")) {
            settings += std::string(line.substr(1)) + "\n";
        }
    }
    test::TemporaryFolder const folder;
    folder.write("Dockerfile", "");
    auto const parsed =
        config::parse(settings, {folder.path(), "dockcheck.toml"}, rules::catalog());
    if (!parsed) FAIL(parsed.error().where, ": ", parsed.error().text, "\n", settings);
    CHECK((*parsed)->custom_rules.size() == 1);
    CHECK((*parsed)->overrides.size() == 1);
}

}  // namespace
}  // namespace dockcheck::cli
