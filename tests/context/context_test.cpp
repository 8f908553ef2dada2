// The build context as a Dockerfile's instructions see it.
#include "analyzer/context/context.hpp"

#include <doctest/doctest.h>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

using dockcheck::context::Context;
using dockcheck::context::memory_files;
using dockcheck::context::Presence;
using Contents = std::map<std::string, std::string, std::less<>>;

std::string joined(std::vector<std::string> const& words) {
    std::string result;
    for (auto const& word : words) result += (result.empty() ? "" : " ") + word;
    return result;
}

Context make(Contents files) {
    return {memory_files(std::move(files)), Context::Origin::given, ".dockerignore"};
}

}  // namespace

TEST_CASE("paths are files, folders, missing or ignored") {
    auto const context = make({{"a/b.txt", "x"}, {"secret/k", ""}, {".dockerignore", "secret\n"}});
    CHECK(context.look("a/b.txt") == Presence::file);
    CHECK(context.look("/a/../a/") == Presence::directory);
    CHECK(context.look("../a") == Presence::directory);
    CHECK(context.look("b.txt") == Presence::missing);
    CHECK(context.look("a/b.txt/c") == Presence::missing);
    CHECK(context.look("secret/k") == Presence::ignored);
    CHECK(context.look("secret") == Presence::ignored);
    CHECK(context.look("") == Presence::directory);
}

TEST_CASE("an ignored folder is there when something in it is kept") {
    auto const context =
        make({{"a/b/keep", ""}, {"a/c", ""}, {"d/e", ""}, {".dockerignore", "*\n!a/b/keep\n"}});
    CHECK(context.look("a") == Presence::directory);
    CHECK(context.look("a/b") == Presence::directory);
    CHECK(context.look("a/c") == Presence::ignored);
    CHECK(context.look("d") == Presence::ignored);
    CHECK(joined(context.files_below("")) == "a/b/keep");
}

TEST_CASE("wildcards match what is sent") {
    auto const context = make({{"package.json", ""},
                               {"package-lock.json", ""},
                               {"src/a.py", ""},
                               {"src/b.txt", ""},
                               {"lib/a.py", ""},
                               {".dockerignore", "lib\n*lock*\n"}});
    CHECK(joined(context.matches("package*.json")) == "package.json");
    CHECK(joined(context.matches("*/a.py")) == "src/a.py");
    CHECK(joined(context.matches("src/[ab].*")) == "src/a.py src/b.txt");
    CHECK(joined(context.matches("s*")) == "src");
    CHECK(joined(context.matches("nothing*")).empty());
    CHECK(context.matches_anything("*lock.json"));
    CHECK_FALSE(context.matches_anything("yarn*"));
    CHECK_FALSE(context.matches_anything("none/*"));
}

TEST_CASE("near names come nearest first") {
    auto const context = make({{"requirements.tzt", ""}, {"Requirements.txt", ""}, {"readme", ""}});
    CHECK(joined(context.near_names("requirements.txt")) == "Requirements.txt requirements.tzt");
    CHECK(context.near_names("x/requirements.txt").empty());
}

TEST_CASE("lists of files are bounded") {
    Contents files;
    for (int i = 0; i < 50; ++i) files["d/" + std::to_string(i)] = "";
    CHECK(make(files).files_below("d", 10).size() == 10);
}

TEST_CASE("the files of a project are all but git's own") {
    auto const context = make({{".git/HEAD", ""},
                               {"sub/.git/HEAD", ""},
                               {".gitignore", ""},
                               {"a.py", ""},
                               {".dockerignore", "a.py\n"}});
    CHECK(joined(context.all_files(10)) == ".dockerignore .gitignore a.py");
    CHECK(joined(context.files_below("", 10))
          == ".dockerignore .git/HEAD .gitignore sub/.git/HEAD");
}

TEST_CASE("what files say is read once and kept") {
    auto const context = make({{"r.txt", "Flask\n"}, {"app.py", "import os\n"}});
    CHECK(context.requirements("r.txt")->find("flask") != nullptr);
    CHECK(context.requirements("./r.txt") == context.requirements("r.txt"));
    CHECK(context.requirements("none") == nullptr);
    CHECK(joined(context.python("app.py")->imports) == "os");
    CHECK(context.read("app.py")->bytes() == "import os\n");
    CHECK(context.ignore_file() == nullptr);
}

TEST_CASE("several threads may ask one context") {
    auto const context =
        make({{"a/x.py", "import a\n"}, {"b", ""}, {".dockerignore", "**/*.pyc\n"}});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                static_cast<void>(context.look("a/x.py"));
                static_cast<void>(context.python("a/x.py"));
                static_cast<void>(context.matches("a/*"));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(context.look("b") == Presence::file);
}
