// Which lines a diff adds, and which diffs are none.
#include "analyzer/cli/changed_lines.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <string>

#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

/// `path: 2 4-6`, a file a line; or the mistake.
std::string added(std::string_view diff) {
    auto const files = read_diff(diff, "x.diff");
    if (!files) return files.error().where + ": " + files.error().text;
    std::string result;
    for (auto const& file : *files) {
        result += file.path + ":";
        for (auto const& [first, last] : file.added) {
            result +=
                first == last ? fmt::format(" {}", first) : fmt::format(" {}-{}", first, last);
        }
        result += "\n";
    }
    return result;
}

TEST_CASE("added lines are counted in the new file, with and without context") {
    CHECK(
        added("diff --git a/Dockerfile b/Dockerfile\nindex 1..2 100644\n--- a/Dockerfile\n"
              "+++ b/Dockerfile\n@@ -1,4 +1,5 @@ FROM a\n FROM a\n-RUN b\n+RUN c\n+RUN d\n RUN e\n"
              " RUN f\n@@ -9,0 +11 @@\n+USER x\n")
        == "Dockerfile: 2-3 11\n");
    CHECK(added("diff --git a/Dockerfile b/Dockerfile\n--- a/Dockerfile\n+++ b/Dockerfile\n"
                "@@ -3 +2,0 @@\n-RUN b\n@@ -7 +6 @@\n-a\n+b\n")
          == "Dockerfile: 6\n");
}

TEST_CASE("lines of a hunk that look like heads are its text") {
    CHECK(added("--- a/D\n+++ b/D\n@@ -1,2 +1,2 @@\n--- old comment\n-@@ x\n+++ new comment\n+a\n")
          == "D: 1-2\n");
}

TEST_CASE("new, deleted, renamed, binary files and changed modes are what git says") {
    CHECK(added("diff --git a/new b/new\nnew file mode 100644\n--- /dev/null\n+++ b/new\n"
                "@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n"
                "diff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n"
                "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n"
                "diff --git a/x b/z\nsimilarity index 90%\nrename from x\nrename to z\n--- a/x\n"
                "+++ b/z\n@@ -1 +1 @@\n-a\n+b\n"
                "diff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n"
                "diff --git a/run b/run\nold mode 100644\nnew mode 100755\n")
          == "new: 1-2\nz: 1\n");
    CHECK(added("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n") == "");
}

TEST_CASE("names may be quoted, hold blanks, and stand before a time") {
    CHECK(added("diff --git \"a/D\\303\\266ck\\\"\\t\" \"b/D\\303\\266ck\\\"\\t\"\n"
                "--- \"a/D\\303\\266ck\\\"\\t\"\n+++ \"b/D\\303\\266ck\\\"\\t\"\n@@ -1 +1 @@\n-a\n+b\n")
          == "D\xC3\xB6"
             "ck\"\t: 1\n");
    CHECK(added("diff --git a/a b/D b/a b/D\n--- a/a b/D\t\n+++ b/a b/D\t\n@@ -1 +1 @@\n-a\n+b\n")
          == "a b/D: 1\n");
    CHECK(added("--- D.orig\t2026-01-01 00:00:00.0 +0100\n+++ D\t2026-01-02 00:00:00.0 +0100\n"
                "@@ -1 +1 @@\n-a\n+b\n")
          == "D: 1\n");
}

TEST_CASE("prefixes of git are taken off, folders of the same name are not") {
    auto const with_names = [](std::string const& old_name, std::string const& name) {
        return added(fmt::format("diff --git {0} {1}\n--- {0}\n+++ {1}\n@@ -1 +1 @@\n-a\n+b\n",
                                 old_name, name));
    };
    CHECK(with_names("i/D", "w/D") == "D: 1\n");
    CHECK(with_names("c/D", "w/D") == "D: 1\n");
    CHECK(with_names("b/D", "b/D") == "b/D: 1\n");
    CHECK(with_names("D", "D") == "D: 1\n");
    CHECK(added("diff --git b/D b/D\nnew file mode 1\n--- /dev/null\n+++ b/D\n@@ -0,0 +1 @@\n+a\n")
          == "b/D: 1\n");
}

TEST_CASE("Windows line ends, a byte order mark and cut blanks do not matter") {
    CHECK(added("\xEF\xBB\xBF--- a/D\r\n+++ b/D\r\n@@ -1,2 +1,3 @@\r\n a\r\n\r\n+b\r\n")
          == "D: 3\n");
    CHECK(added("--- a/D\n+++ b/D\n@@ -1,2 +1,3 @@\n a\n\n+b") == "D: 3\n");
}

TEST_CASE("messages of commits and signatures around a diff are no part of it") {
    CHECK(added("From 1234\nSubject: x\n\n--- not this\n---\n D | 2 +-\n\ndiff --git a/D b/D\n"
                "--- a/D\n+++ b/D\n@@ -1 +1 @@\n-a\n+b\n-- \n2.39.0\n")
          == "D: 1\n");
}

TEST_CASE("a line of a merge is added when some parent lacks it") {
    CHECK(
        added("diff --cc D\nindex 1,2..3\n--- a/D\n+++ b/D\n@@@ -1,4 -1,3 +1,4 @@@\n  a\n- b\n -c\n"
              "++d\n +e\n  f\n")
        == "D: 2-3\n");
}

TEST_CASE("no change at all is a diff too") {
    CHECK(added("") == "");
    CHECK(added("\r\n\n") == "");
}

TEST_CASE("what is no diff is told with its line") {
    std::string const head = "--- a/D\n+++ b/D\n";
    CHECK(added("hello\n") == "x.diff:1: this is no unified diff, as git diff or diff -u write it");
    CHECK(added("\xFF\xFE\x64\x00") ==
          "x.diff:1: this is UTF-16; a unified diff is bytes (in PowerShell: git diff --output FILE)");
    CHECK(added("\x1b[1mdiff --git a/D b/D\x1b[m\n")
          == "x.diff:1: this has colors; a unified diff has none (git diff --no-color)");
    CHECK(added("\n@@ -1 +1 @@\n-a\n+b\n")
          == "x.diff:2: a hunk without the --- and +++ of its file");
    CHECK(added(head + "@@ -1 +x @@\n") == "x.diff:3: this is no head of a hunk: @@ -1,2 +3,4 @@");
    CHECK(added(head + "@@\n") == "x.diff:3: this is no head of a hunk: @@ -1,2 +3,4 @@");
    CHECK(added(head + "@@ -99999999999 +1 @@\n")
          == "x.diff:3: this is no head of a hunk: @@ -1,2 +3,4 @@");
    CHECK(added(head + "@@ -1 +1\n") == "x.diff:3: the head of the hunk has no end: @@");
    CHECK(added(head + "@@ -1 +1 @@\n-a\n") == "x.diff:4: the diff ends within a hunk");
    CHECK(added(head + "@@ -1 +1 @@\n-a\n-b\n")
          == "x.diff:5: the hunk is longer than its head says");
    CHECK(added(head + "@@ -1 +1 @@\nx\n")
          == "x.diff:4: a line of a hunk begins with +, - or a blank");
    CHECK(added("--- a/D\n+++ \"b/D\n") == "x.diff:2: the quoted name has no end");
    CHECK(added("--- a/D\n+++ \"b/\\9\"\n") == "x.diff:2: the quoted name is broken");
}

TEST_CASE("git's paths begin at the repository's root, others at the working folder") {
    test::TemporaryFolder const folder;
    std::filesystem::create_directories(folder.path(".git"));
    folder.write("D", "");
    folder.write("sub/D", "");
    folder.write("sub/E", "");
    auto const touched = [&](std::string const& diff, std::string const& path) {
        ChangedLines const lines(*read_diff(diff, "x"), folder.path("sub"));
        return lines.touch(folder.path(path), {1, 1});
    };
    std::string const hunk = "@@ -1 +1 @@\n-a\n+b\n";
    std::string const of_git = "diff --git a/D b/D\n--- a/D\n+++ b/D\n" + hunk;
    CHECK(touched(of_git, "D"));
    CHECK_FALSE(touched(of_git, "sub/D"));
    // git diff --relative
    CHECK(touched("diff --git a/E b/E\n--- a/E\n+++ b/E\n" + hunk, "sub/E"));
    CHECK(touched("--- D.orig\n+++ D\n" + hunk, "sub/D"));
    CHECK(touched("--- sub/E.orig\n+++ sub/E\n" + hunk, "sub/E"));
    ChangedLines const lines(*read_diff(of_git, "x"), folder.path("sub"));
    CHECK(lines.touch(folder.path("D"), {1, 9}));
    CHECK_FALSE(lines.touch(folder.path("D"), {2, 9}));
}

}  // namespace
}  // namespace dockcheck::cli
