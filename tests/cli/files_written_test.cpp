// What fixes leave on the disk, and how changes are shown.
#include <algorithm>
#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#include "analyzer/cli/parallel.hpp"
#include "analyzer/cli/replace_file.hpp"
#include "analyzer/cli/unified_diff.hpp"
#include "analyzer/text/file.hpp"
#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

namespace fs = std::filesystem;

TEST_CASE("a replaced file keeps its mode, and links keep leading to it") {
    test::TemporaryFolder const folder;
    folder.write("real", "old");
    fs::permissions(folder.path("real"), fs::perms(0640));
    fs::create_symlink("real", folder.path("link"));
    CHECK(replace_file(folder.path("link"), "new"));
    CHECK(*read_file(folder.path("real"), 100) == "new");
    CHECK(fs::is_symlink(folder.path("link")));
    CHECK(fs::status(folder.path("real")).permissions() == fs::perms(0640));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("a file of several names stays the one file that it is") {
    test::TemporaryFolder const folder;
    folder.write("one", "a longer text");
    fs::create_hard_link(folder.path("one"), folder.path("two"));
    CHECK(replace_file(folder.path("two"), "new"));
    CHECK(*read_file(folder.path("one"), 100) == "new");
    CHECK(fs::hard_link_count(folder.path("one")) == 2);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);
}

#ifdef __linux__
TEST_CASE("a file with attributes of its own keeps them, its access list among them") {
    test::TemporaryFolder const folder;
    folder.write("old", "a longer text");
    auto const path = folder.path("old");
    auto const is_given = [&](char const* name, std::string_view value) {
        return ::setxattr(path.c_str(), name, value.data(), value.size(), 0) == 0;
    };
    // Not every disk has them.
    if (!is_given("user.note", "kept")) return;
    // Version 2: the owner writes, user 12345 reads, nobody else does.
    constexpr std::string_view list(
        "\2\0\0\0\1\0\6\0\xff\xff\xff\xff\2\0\4\0\x39\x30\0\0\4\0\0\0\xff\xff\xff\xff"
        "\x10\0\4\0\xff\xff\xff\xff\x20\0\0\0\xff\xff\xff\xff",
        44);
    bool const has_list = is_given("system.posix_acl_access", list);
    CHECK(replace_file(path, "new"));
    CHECK(*read_file(path, 100) == "new");
    std::array<char, 100> value{};
    CHECK(::getxattr(path.c_str(), "user.note", value.data(), value.size()) == 4);
    if (has_list) {
        CHECK(::getxattr(path.c_str(), "system.posix_acl_access", value.data(), value.size())
              == 44);
    }
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}
#endif

TEST_CASE("what cannot be replaced is named") {
    test::TemporaryFolder const folder;
    auto const path = folder.path("missing");
    auto const replaced = replace_file(path, "x");
    REQUIRE_FALSE(replaced);
    CHECK(replaced.error().where == path);
    CHECK(replaced.error().text == "cannot write: No such file or directory");
}

TEST_CASE("a file that is too large, missing or a folder is an error that names it") {
    test::TemporaryFolder const folder;
    folder.write("large", std::string(101, 'x'));
    CHECK_FALSE(read_file(folder.path("large"), 100));
    CHECK(read_file(folder.path("large"), 101));
    CHECK(read_file(folder.path("none"), 100).error().text == "No such file or directory");
    CHECK(read_file(folder.path(), 100).error().text == "Is a directory");
}

TEST_CASE("a diff shows changes with three lines around them") {
    CHECK(unified_diff("D", "a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\n")
          == "--- a/D\n+++ b/D\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\n f\n");
    CHECK(unified_diff("D", "same", "same") == "");
}

TEST_CASE("the names in a diff are those that git reads") {
    auto const names = [](std::string_view path) {
        auto const diff = unified_diff(path, "a\n", "b\n");
        return diff.substr(0, diff.find("\n@@"));
    };
    CHECK(names("./app/Dockerfile") == "--- a/app/Dockerfile\n+++ b/app/Dockerfile");
    CHECK(names("/app/Dockerfile") == "--- a/app/Dockerfile\n+++ b/app/Dockerfile");
    CHECK(names("é a") == "--- a/é a\t\n+++ b/é a\t");
    CHECK(names("x\"y\\z\n") == "--- \"a/x\\\"y\\\\z\\012\"\n+++ \"b/x\\\"y\\\\z\\012\"");
}

TEST_CASE("a diff tells a missing end of the last line") {
    CHECK(unified_diff("D", "a", "a\n")
          == "--- a/D\n+++ b/D\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("a diff from and to nothing counts from line 0") {
    CHECK(unified_diff("D", "", "a\n") == "--- a/D\n+++ b/D\n@@ -0,0 +1 @@\n+a\n");
    CHECK(unified_diff("D", "a\n", "") == "--- a/D\n+++ b/D\n@@ -1 +0,0 @@\n-a\n");
}

TEST_CASE("results of several threads are taken in order, each once its work is done") {
    constexpr std::size_t count = 500;
    std::vector<std::atomic<int>> done(count);
    std::vector<std::size_t> result(slots_for(4));
    std::vector<std::size_t> taken;
    in_order(
        count, 4,
        [&](std::size_t i, Slot slot) {
            result[slot] = i;
            ++done[i];
        },
        [&](std::size_t i, Slot slot) {
            CHECK(done[i] == 1);
            CHECK(result[slot] == i);
            taken.push_back(i);
        });
    REQUIRE(taken.size() == count);
    CHECK(std::ranges::is_sorted(taken));
}

}  // namespace
}  // namespace dockcheck::cli
