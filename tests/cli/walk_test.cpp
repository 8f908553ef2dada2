// Which files a walk finds.
#include "analyzer/cli/walk.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <string>

#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

using test::TemporaryFolder;

/// The files found below a folder, relative to it, a word each.
std::string found(TemporaryFolder const& folder, std::string_view inside = {}) {
    auto const root = inside.empty() ? folder.path() : folder.path(inside);
    auto const walked = walk(root, {[](std::string_view) { return false; }, [](std::size_t) {}});
    std::string result;
    for (auto const& file : walked.files) {
        result += (result.empty() ? "" : " ") + file.substr(folder.path().size() + 1);
    }
    return result;
}

TEST_CASE("a walk finds Dockerfiles at any depth, sorted") {
    TemporaryFolder const folder;
    folder.write("z/Dockerfile", "");
    folder.write("Dockerfile", "");
    folder.write("a/b/web.dockerfile", "");
    folder.write("a/README.md", "");
    folder.write("Dockerfile.j2", "");
    folder.write("Dockerfile.dockerignore", "");
    CHECK(found(folder) == "Dockerfile a/b/web.dockerfile z/Dockerfile");
}

TEST_CASE("folders that hold others' files are not entered") {
    TemporaryFolder const folder;
    folder.write(".git/Dockerfile", "");
    folder.write("node_modules/x/Dockerfile", "");
    folder.write("vendor/Dockerfile", "");
    folder.write("Dockerfile/Dockerfile", "");
    CHECK(found(folder) == "Dockerfile/Dockerfile");
}

TEST_CASE("a .gitignore holds for its folder and below, a deeper one before a higher") {
    TemporaryFolder const folder;
    folder.write(".gitignore", "build/\n*.dockerfile\n/a/Dockerfile\n");
    folder.write("a/.gitignore", "!keep.dockerfile\n");
    folder.write("a/Dockerfile", "");
    folder.write("a/b/Dockerfile", "");
    folder.write("a/keep.dockerfile", "");
    folder.write("drop.dockerfile", "");
    folder.write("x/build/Dockerfile", "");
    CHECK(found(folder) == "a/b/Dockerfile a/keep.dockerfile");
}

TEST_CASE("the .gitignore files above hold too, from the repository's root") {
    TemporaryFolder const folder;
    folder.write(".gitignore", "Dockerfile\n");
    folder.write("repository/.git/HEAD", "");
    folder.write("repository/.git/info/exclude", "x.dockerfile\n");
    folder.write("repository/.gitignore", "Dockerfile.old-*\n/deep/er/y.dockerfile\n");
    folder.write("repository/deep/er/Dockerfile.old-1", "");
    folder.write("repository/deep/er/x.dockerfile", "");
    folder.write("repository/deep/er/y.dockerfile", "");
    folder.write("repository/deep/er/Dockerfile", "");
    CHECK(found(folder, "repository/deep") == "repository/deep/er/Dockerfile");
    CHECK(repository_root(folder.path("repository/deep/er")) == folder.path("repository"));
}

TEST_CASE("links to folders are not followed, so there are no circles") {
    TemporaryFolder const folder;
    folder.write("a/Dockerfile", "");
    std::filesystem::create_directory_symlink("..", folder.path("a/up"));
    std::filesystem::create_directory_symlink("a", folder.path("b"));
    CHECK(found(folder) == "a/Dockerfile");
}

TEST_CASE("a file that a link leads to is found once, under its own name") {
    TemporaryFolder const folder;
    folder.write("z/Dockerfile", "");
    std::filesystem::create_symlink("z/Dockerfile", folder.path("Dockerfile"));
    folder.write("other/thing", "");
    std::filesystem::create_symlink("../other/thing", folder.path("z/Dockerfile.x"));
    std::filesystem::create_symlink("nowhere", folder.path("Dockerfile.broken"));
    CHECK(found(folder) == "z/Dockerfile z/Dockerfile.x");
}

TEST_CASE("a program about Dockerfiles is none") {
    TemporaryFolder const folder;
    folder.write("dockerfile.go", "package dockerfile\n");
    folder.write("Dockerfile.go", "FROM golang:1\n");
    CHECK(found(folder) == "Dockerfile.go");
}

TEST_CASE("the caller's exclusions are asked about each file") {
    TemporaryFolder const folder;
    folder.write("a/Dockerfile", "");
    folder.write("b/Dockerfile", "");
    auto const is_excluded = [&](std::string_view path) {
        return path == folder.path("a/Dockerfile");
    };
    auto const walked = walk(folder.path(), {is_excluded, [](std::size_t) {}});
    CHECK(walked.files == std::vector{folder.path("b/Dockerfile")});
}

TEST_CASE("many folders are walked by several threads, and told in the order of their names") {
    TemporaryFolder const folder;
    std::vector<std::string> expected;
    for (int i = 100; i < 200; ++i) {
        auto const name = "f" + std::to_string(i);
        folder.write(name + "/in/Dockerfile", "");
        folder.write(name + "/in/old/Dockerfile", "");
        if (i % 2 == 0) folder.write(name + "/in/.gitignore", "old\n");
        folder.write(name + ".dockerfile", "");
        // What lies in a folder comes before a file whose name is the folder's and more.
        expected.push_back(folder.path(name + "/in/Dockerfile"));
        if (i % 2 != 0) expected.push_back(folder.path(name + "/in/old/Dockerfile"));
        expected.push_back(folder.path(name + ".dockerfile"));
    }
    std::size_t names = 0;
    auto const is_excluded = [](std::string_view) { return false; };
    auto const looked_at = [&](std::size_t seen) { names = seen; };
    CHECK(walk(folder.path(), {is_excluded, looked_at, 4}).files == expected);
    // A folder and a file, "in", and there a file and "old" with another file, or a .gitignore.
    CHECK(names == 100 * 6);
    CHECK(walk(folder.path(), {is_excluded, looked_at, 1}).files == expected);
}

}  // namespace
}  // namespace dockcheck::cli
