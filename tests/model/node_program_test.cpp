// What a Node.js program is known to need, and the time that finding it out takes.
#include "analyzer/model/node_program.hpp"

#include <ctime>
#include <doctest/doctest.h>
#include <string>

#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

/// Variables that the last stage's program needs, each behind a space.
std::string needed(std::string const& dockerfile, test::Files files) {
    test::Planned const planned(dockerfile, std::move(files));
    std::string words;
    for (auto const& one :
         model::node_program(planned.build(), planned.build().stages().back()).required)
        words += " " + std::string(one.name);
    return words;
}

constexpr char const* plain = "FROM node:22\nWORKDIR /app\nCOPY . .\nCMD [\"node\", \"a.js\"]\n";
constexpr char const* reading = "process.env.KEY.trim();\n";

}  // namespace

TEST_CASE("modules that are seen say which variables they set, others may set any") {
    auto const with = [](std::string const& first, test::Files files = {}) {
        files["a.js"] = first + reading;
        return needed(plain, std::move(files));
    };
    CHECK(with("") == " KEY");
    CHECK(with("require('./b');\n", {{"b.js", "process.env.OTHER = 'x';\n"}}) == " KEY");
    CHECK(with("require('./b');\n", {{"b.js", "process.env.KEY = 'x';\n"}}).empty());
    CHECK(with("require('./b');\n").empty());
    CHECK(with("const f = () => require('./b');\n", {{"b.js", ""}}) == " KEY");
    CHECK(
        with("const f = () => require('./b');\n", {{"b.js", "process.env.KEY = 'x';\n"}}).empty());
    CHECK(with("require('express');\nrequire('fs');\nrequire('./b.json');\n",
               {{"package.json", R"({"dependencies": {"express": "1"}})"}, {"b.json", "{}"}})
          == " KEY");
    CHECK(with("require('b');\n", {{"package.json", R"({"dependencies": {"b": "file:../b"}})"}})
              .empty());
    CHECK(with("require('@/b');\n").empty());
}

TEST_CASE("patterns of workspaces without a number are not followed") {
    test::Files files{{"a.js", "require('b');\nprocess.env.KEY.trim();\n"}};
    std::string patterns;
    for (int number = 0; number < 20'000; ++number) {
        auto const name = std::to_string(number);
        patterns += (number == 0 ? "\"**/a*b*c*" : ", \"**/a*b*c*") + name + "\"";
        if (number < 3'000) files["ab/c" + name + "/package.json"] = "{}";
    }
    files["package.json"] = "{\"workspaces\": [" + patterns + "]}";
    timespec before{};
    timespec after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    // One of them may be the module, and set any variable.
    CHECK(needed(plain, files).empty());
    files["package.json"] = "{\"workspaces\": [\"ab/c1\"]}";
    CHECK(needed(plain, files) == " KEY");
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    CHECK(after.tv_sec - before.tv_sec < 5);
}

TEST_CASE("a program of many modules and stages is not looked at without an end") {
    std::string dockerfile = "FROM node:22 AS s0\nWORKDIR /app\nCOPY . .\n";
    for (int stage = 1; stage < 12; ++stage) {
        dockerfile += "FROM node:22 AS s" + std::to_string(stage) + "\n";
        for (int from = 0; from < stage; ++from)
            dockerfile += "COPY --from=s" + std::to_string(from) + " /app /app\n";
    }
    dockerfile += "WORKDIR /app\nCMD [\"node\", \"a.js\"]\n";
    std::string modules;
    std::string packages;
    std::string listed = R"({"dependencies": {"a": "1")";
    for (int module = 0; module < 20'000; ++module) {
        auto const number = std::to_string(module);
        modules += "require('./x" + number + "');\n";
        packages += "require('p" + number + "');\n";
        listed += ", \"p" + number + "\": \"1\"";
    }
    timespec before{};
    timespec after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    CHECK(needed(dockerfile, {{"a.js", modules + reading}}).empty());
    CHECK(needed(plain, {{"a.js", packages + reading}, {"package.json", listed + "}}"}}).empty());
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    CHECK(after.tv_sec - before.tv_sec < 5);
}

}  // namespace dockcheck
