// The nearest configuration holds, up to the repository's root.
#include "analyzer/config/discover.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <string>

#include "analyzer/config/profile.hpp"
#include "tests/config/rules.hpp"
#include "tests/config/temporary_folder.hpp"

namespace dockcheck::config {
namespace {

std::string shown(Result<std::shared_ptr<Configuration const>> const& found) {
    if (!found) return found.error().where + ": " + found.error().text;
    return (*found)->path.empty() ? "none" : (*found)->path;
}

TEST_CASE("the nearest file in the folder or above holds") {
    test::TemporaryFolder const folder;
    folder.write(".git/HEAD", "");
    folder.write("dockcheck.toml", "");
    folder.write("a/.dockcheck.toml", "");
    folder.write("a/b/pyproject.toml", "[tool.ruff]\n");
    folder.write("c/pyproject.toml", "[tool.dockcheck]\n");
    folder.make("a/b/d");
    folder.make("e");
    Discovery discovery(test::rules, folder.path(), {});
    CHECK(shown(discovery.in_force(folder.path("a/b/d"))) == "a/.dockcheck.toml");
    CHECK(shown(discovery.in_force(folder.path("c"))) == "c/pyproject.toml");
    CHECK(shown(discovery.in_force(folder.path("e"))) == "dockcheck.toml");
    CHECK(discovery.in_force(folder.path("e"))->get() == discovery.in_force(folder.path())->get());
}

TEST_CASE("a pyproject.toml is read where dockcheck may be a key of its tool table") {
    test::TemporaryFolder const folder;
    folder.write(".git/HEAD", "");
    folder.write("named/pyproject.toml", "name = \"dockcheck\"\nthis is no TOML\n");
    folder.write("listed/pyproject.toml", "targets = [\"dockcheck\"]\n'dockcheck 1.0' = \n");
    folder.write("header/pyproject.toml", "[ tool . \"dockcheck\" ]\n");
    folder.write("dotted/pyproject.toml", "[tool]\n  dockcheck.fail-on = \"never\"\n");
    folder.write("braces/pyproject.toml", "tool = { 'dockcheck' = { } }\n");
    Discovery discovery(test::rules, folder.path(), {});
    for (std::string const name : {"named", "listed"}) {
        CHECK(shown(discovery.in_force(folder.path(name))) == "none");
    }
    for (std::string const name : {"header", "dotted", "braces"}) {
        CHECK(shown(discovery.in_force(folder.path(name))) == name + "/pyproject.toml");
    }
}

TEST_CASE("a configuration that is a link out of the repository is not read") {
    test::TemporaryFolder const folder;
    folder.write("out/secret", "password = 1\n");
    folder.write("repo/.git/HEAD", "");
    folder.write("repo/shared.toml", "fail-on = \"never\"\n");
    folder.write("repo/a/x", "");
    folder.write("repo/b/x", "");
    std::filesystem::create_symlink("../shared.toml", folder.path("repo/a/dockcheck.toml"));
    std::filesystem::create_symlink("../../out/secret", folder.path("repo/b/dockcheck.toml"));
    Discovery discovery(test::rules, folder.path(), {});
    CHECK((*discovery.in_force(folder.path("repo/a")))->fail_on->where
          == "repo/a/dockcheck.toml:1:11");
    auto const refused = discovery.in_force(folder.path("repo/b"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().where + ": " + refused.error().text
          == "repo/b/dockcheck.toml: it is a link that leads out of the repository, and is not followed");
}

TEST_CASE("the search ends at the repository's root, then the user's file holds") {
    test::TemporaryFolder const folder;
    folder.write("dockcheck.toml", "");
    folder.write("repo/.git/HEAD", "");
    folder.write("home/dockcheck.toml", "fail-on = \"error\"\n");
    Discovery without(test::rules, folder.path(), {});
    CHECK(shown(without.in_force(folder.path("repo"))) == "none");
    Discovery with(test::rules, folder.path(), folder.path("home/dockcheck.toml"));
    CHECK(shown(with.in_force(folder.path("repo"))) == folder.path("home/dockcheck.toml"));
}

TEST_CASE("a file with a mistake is an error for all folders below it") {
    test::TemporaryFolder const folder;
    folder.write("dockcheck.toml", "selct = 1\n");
    folder.make("a");
    Discovery discovery(test::rules, folder.path(), {});
    CHECK(shown(discovery.in_force(folder.path("a")))
          == "dockcheck.toml:1:1: unknown key \"selct\"; did you mean \"select\"?");
}

TEST_CASE("overrides add to what holds for their files") {
    test::TemporaryFolder const folder;
    folder.write("dockcheck.toml",
                 "require-reason = true\n[build]\nplatform = \"linux/amd64\"\n"
                 "[[overrides]]\nfiles = [\"*.dev\"]\nselect = [\"packages\"]\n"
                 "require-reason = false\nbuild.args = { A = \"1\" }\n");
    Discovery discovery(test::rules, folder.path(), {});
    SelectionLayer const command_line;
    Profiles profiles(test::rules, command_line);
    auto const configuration = *discovery.in_force(folder.path());
    auto const plain = *profiles.of(configuration, folder.path("Dockerfile"));
    auto const dev = *profiles.of(configuration, folder.path("x/Dockerfile.dev"));
    CHECK(plain->rule_set->rules().size() == 4);
    CHECK(plain->require_reason);
    CHECK(dev->rule_set->rules().size() == 1);
    CHECK_FALSE(dev->require_reason);
    CHECK(dev->build.platform->value == "linux/amd64");
    CHECK(dev->build.arguments.at("A").value == "1");
    CHECK(*profiles.of(configuration, folder.path("y.dev")) == dev);
}

}  // namespace
}  // namespace dockcheck::config
