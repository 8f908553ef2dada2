// Programs that scripts of package.json certainly start.
#include "analyzer/model/node_script_programs.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/context/manifests/manifest.hpp"

namespace dockcheck::model {
namespace {

/// The first program that is left out when `build` runs, and the script that starts it. `there` is
/// one that was not left out, and nobody knows `unknown`.
std::string first(std::string_view scripts) {
    Source const source("package.json", "{\"scripts\": {" + std::string(scripts) + "}}");
    auto const manifest = context::read_manifest("package.json", source);
    REQUIRE(manifest);
    auto const found = first_left_out(*manifest, "build", [](std::string_view program) {
        if (program == "unknown" || program == "cd" || program == "node") return ToolState::unknown;
        return program == "there" || program == "cross-env" ? ToolState::there
                                                            : ToolState::left_out;
    });
    return found ? found->program + " in " + found->script->name : "none";
}

TEST_CASE("the program of a script, behind what passes") {
    CHECK(first(R"("build": "tsc")") == "tsc in build");
    CHECK(first(R"("build": "tsc -p \"a b\" && unknown")") == "tsc in build");
    CHECK(first(R"("build": "rm -rf dist && there --x && tsc")") == "tsc in build");
    CHECK(first(R"("build": "NODE_ENV=x A=b tsc")") == "tsc in build");
    CHECK(first(R"("build": "cross-env A=b tsc")") == "tsc in build");
    CHECK(first(R"("build": "npx --no-install tsc")") == "tsc in build");
    CHECK(first(R"("build": "there", "prebuild": "tsc")") == "tsc in prebuild");
    CHECK(first(R"("build": "npm run -s a", "a": "yarn b", "b": "tsc")") == "tsc in b");
    CHECK(first(R"("build": "yarn tsc")") == "tsc in build");
}

TEST_CASE("scripts that may do without, or that nobody knows") {
    for (auto const* const scripts :
         {R"("other": "tsc")", R"("build": "")", R"("build": "unknown && tsc")",
          R"("build": "tsc || true")", R"("build": "tsc; true")", R"("build": "tsc & a")",
          R"("build": "tsc | cat")", R"("build": "`tsc`")", R"("build": "npx tsc")",
          R"("build": "./tsc")", R"("build": "'tsc'")", R"("build": "cd a && tsc")",
          R"("build": "npm ci && tsc")", R"("build": "npm run build && tsc")",
          R"("build": "pnpm run a", "a": "tsc", "prea": "there")", R"("build": "npm run a && tsc")",
          R"("build": "node a.js")"}) {
        INFO(scripts);
        CHECK(first(scripts) == "none");
    }
}

}  // namespace
}  // namespace dockcheck::model
