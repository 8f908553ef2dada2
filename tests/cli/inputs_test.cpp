// From paths on the command line to files that are checked.
#include "analyzer/cli/inputs.hpp"

#include <doctest/doctest.h>
#include <optional>
#include <string>

#include "tests/config/rules.hpp"
#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

using test::TemporaryFolder;

/// Files, then notes and errors, a line each.
std::string found(TemporaryFolder const& folder, Arguments const& arguments,
                  std::optional<unsigned> jobs = {}) {
    config::SelectionLayer const command_line;
    config::Discovery discovery(test::rules, folder.path(), {});
    config::Profiles profiles(test::rules, command_line);
    GlobList excluded;
    for (auto const& glob : arguments.exclude) excluded.add(*Glob::compile(glob));
    InputFinder finder(folder.path(), discovery, profiles, nullptr, std::move(excluded));
    auto const inputs = finder.find(arguments, jobs);
    std::string result;
    for (auto const& file : inputs.files) result += file.path + "\n";
    for (auto const& note : inputs.notes) result += "note: " + note + "\n";
    for (auto const& error : inputs.errors) {
        result += "error: " + (error.where.empty() ? "" : error.where + ": ") + error.text + "\n";
    }
    return result;
}

std::string found(TemporaryFolder const& folder, std::vector<std::string> paths) {
    Arguments arguments;
    arguments.paths = std::move(paths);
    return found(folder, arguments);
}

TEST_CASE("no path is the working folder, and paths found are relative to it") {
    TemporaryFolder const folder;
    folder.write("a/Dockerfile", "");
    CHECK(found(folder, std::vector<std::string>{}) == "a/Dockerfile\n");
    CHECK(found(folder, {"."}) == "a/Dockerfile\n");
    CHECK(found(folder, {folder.path("a")}) == "a/Dockerfile\n");
}

TEST_CASE("a path that is not there may be a command misspelt") {
    TemporaryFolder const folder;
    CHECK(found(folder, {"chek"})
          == "error: chek: No such file or directory; did you mean the command \"check\"?\n");
    CHECK(found(folder, {"lint"})
          == "error: lint: No such file or directory; did you mean the command \"check\"?\n");
    for (std::string const name : {"alpine:3.22", "ghcr.io/a/b:1.0", "a@sha256:12ab"}) {
        CHECK(found(folder, {name})
              == "error: " + name + ": No such file or directory; for an image write: docker save "
                     + name + " | dockcheck -\n");
    }
    CHECK(found(folder, {"./a:b", "C:x", "a:"})
          == "error: ./a:b: No such file or directory\nerror: C:x: No such file or directory\n"
             "error: a:: No such file or directory\n");
    CHECK(found(folder, {"./chek", "a/chek", "Dockerfile"})
          == "error: ./chek: No such file or directory\n"
             "error: a/chek: No such file or directory\n"
             "error: Dockerfile: No such file or directory\n");
}

TEST_CASE("a folder whose Dockerfiles are all excluded is told as such") {
    TemporaryFolder const folder;
    folder.write("a/Dockerfile", "");
    Arguments arguments;
    arguments.exclude = {"a/**"};
    CHECK(found(folder, arguments) == "note: .: no Dockerfile found that is not excluded\n");
}

TEST_CASE("a file that was named is checked whatever its name, once, under the name given") {
    TemporaryFolder const folder;
    folder.write("odd", "");
    CHECK(found(folder, {"./odd", "odd", folder.path("odd")}) == "./odd\n");
}

TEST_CASE("templates, documents and ignore files that were named are skipped with a note") {
    TemporaryFolder const folder;
    folder.write("Dockerfile.j2", "");
    folder.write("README.md", "");
    folder.write(".dockerignore", "");
    CHECK(found(folder, {"Dockerfile.j2", "README.md", ".dockerignore"})
          == "note: Dockerfile.j2: skipped, it is a template\n"
             "note: README.md: skipped, it is a document\n"
             "note: .dockerignore: skipped, it is an ignore file\n");
}

TEST_CASE("a path that does not exist is an error and the others are still there") {
    TemporaryFolder const folder;
    folder.write("Dockerfile", "");
    CHECK(found(folder, {"nope", "Dockerfile"})
          == "Dockerfile\nerror: nope: No such file or directory\n");
}

TEST_CASE("a folder without Dockerfiles is worth a note") {
    TemporaryFolder const folder;
    folder.make("empty");
    CHECK(found(folder, {"empty"}) == "note: empty: no Dockerfile found\n");
}

TEST_CASE("configuration and --exclude leave out files, also those that were named") {
    TemporaryFolder const folder;
    folder.write("dockcheck.toml", "exclude = [\"third_party/**\"]\n");
    folder.write("third_party/x/Dockerfile", "");
    folder.write("mine/Dockerfile", "");
    folder.write("mine/old.Dockerfile", "");
    Arguments arguments;
    arguments.exclude = {"old.*"};
    CHECK(found(folder, arguments) == "mine/Dockerfile\n");
    arguments.paths = {"third_party/x/Dockerfile", "mine/old.Dockerfile"};
    CHECK(found(folder, arguments)
          == "note: third_party/x/Dockerfile and 1 more: not checked, they are excluded\n");
    arguments.paths = {"mine"};
    arguments.files_from = folder.path("list");
    folder.write("list", "third_party/x/Dockerfile\nmine/Dockerfile\n");
    CHECK(found(folder, arguments)
          == "mine/Dockerfile\nnote: third_party/x/Dockerfile: not checked, it is excluded\n");
}

TEST_CASE("of a list only those are checked that a walk would find, and folders") {
    TemporaryFolder const folder;
    folder.write("web/Dockerfile", "");
    folder.write("api/Dockerfile", "");
    folder.write("dockerfile.py", "import os\n");
    folder.write("dockerfile.yml", "from debian\n");
    folder.write("compose.yaml", "");
    folder.write("README.md", "");
    folder.write("list",
                 "web\napi/Dockerfile\ndockerfile.py\ndockerfile.yml\ncompose.yaml\nREADME.md\n"
                 "gone.txt\ngone/Dockerfile\n");
    Arguments arguments;
    arguments.files_from = folder.path("list");
    CHECK(found(folder, arguments)
          == "web/Dockerfile\napi/Dockerfile\ndockerfile.yml\n"
             "note: " + folder.path("list") + ": 4 files are passed over, not being named like Dockerfiles\n"
             "error: gone/Dockerfile: No such file or directory\n");
}

TEST_CASE("a file that is named and certainly no Dockerfile is one error") {
    TemporaryFolder const folder;
    folder.write("compose.ci.yaml", "x: 1\n");
    folder.write("stack.yml", "version: '3'\nservices:\n  a: {}\n");
    folder.write("pod.yaml", "apiVersion: v1\nkind: Pod\n");
    folder.write("other.yaml", "a: 1\n");
    folder.write("dockcheck.toml", "");
    folder.write("pyproject.toml", "");
    folder.write("requirements-dev.txt", "flask\n");
    folder.write("odd.yaml", "# a\nFROM debian\n");
    CHECK(found(folder, {"compose.ci.yaml", "stack.yml", "pod.yaml", "other.yaml", "dockcheck.toml",
                         "pyproject.toml", "requirements-dev.txt", "odd.yaml"})
          == "odd.yaml\n"
             "error: compose.ci.yaml: this is a compose file and no Dockerfile; name the Dockerfiles "
             "that its services build, or their folder\n"
             "error: stack.yml: this is a compose file and no Dockerfile; name the Dockerfiles that "
             "its services build, or their folder\n"
             "error: pod.yaml: this is a manifest of Kubernetes and no Dockerfile; name the "
             "Dockerfile that makes its image, as [images] in dockcheck.toml says it, or its folder\n"
             "error: other.yaml: this is YAML and no Dockerfile; name a Dockerfile or a folder\n"
             "error: dockcheck.toml: this is a configuration and no Dockerfile; it holds for the "
             "Dockerfiles below its folder: name one of them, or a folder\n"
             "error: pyproject.toml: this is TOML and no Dockerfile; name a Dockerfile or a folder\n"
             "error: requirements-dev.txt: this is a requirements file and no Dockerfile; name the "
             "Dockerfile that installs it, or its folder\n");
}

TEST_CASE("a list of paths has lines, or NUL bytes between them") {
    TemporaryFolder const folder;
    folder.write("a b.Dockerfile", "");
    folder.write("Dockerfile.w", "");
    folder.write("lines", "a b.Dockerfile\r\n\nDockerfile.w\n");
    folder.write("zeros", std::string_view("a b.Dockerfile\0Dockerfile.w\0", 28));
    Arguments arguments;
    arguments.files_from = folder.path("lines");
    CHECK(found(folder, arguments) == "a b.Dockerfile\nDockerfile.w\n");
    arguments.files_from = folder.path("zeros");
    CHECK(found(folder, arguments) == "a b.Dockerfile\nDockerfile.w\n");
    arguments.files_from = folder.path("missing");
    CHECK(found(folder, arguments)
          == "error: " + folder.path("missing") + ": No such file or directory\n");
}

TEST_CASE("a long list stays in its order, however many threads look at it") {
    TemporaryFolder const folder;
    std::string list;
    std::string expected;
    for (int i = 100; i < 200; ++i) {
        auto const name = "files/Dockerfile." + std::to_string(i);
        if (i % 7 != 0) folder.write(name, "");
        list += name + "\n";
        if (i % 7 != 0) expected += name + "\n";
    }
    for (int i = 105; i < 200; i += 7) {
        expected +=
            "error: files/Dockerfile." + std::to_string(i) + ": No such file or directory\n";
    }
    folder.write("list", list);
    Arguments arguments;
    arguments.files_from = folder.path("list");
    for (unsigned const jobs : {1U, 2U, 3U, 500U})
        CHECK(found(folder, arguments, jobs) == expected);
    CHECK(found(folder, arguments) == expected);
}

TEST_CASE("standard input is wanted by one alone, and can have a name") {
    TemporaryFolder const folder;
    CHECK(found(folder, {"-"}) == "-\n");
    CHECK(found(folder, {"-", "-"}) == "error: two inputs want standard input\n");
    Arguments arguments;
    arguments.paths = {"-"};
    arguments.stdin_filename = "web/Dockerfile";
    CHECK(found(folder, arguments) == "web/Dockerfile\n");
    arguments.files_from = "-";
    CHECK(found(folder, arguments) == "error: two inputs want standard input\n");
}

TEST_CASE("a mistake in a configuration is told once and only its files are left out") {
    TemporaryFolder const folder;
    folder.write("bad/dockcheck.toml", "x = 1\n");
    folder.write("bad/Dockerfile", "");
    folder.write("bad/web.Dockerfile", "");
    folder.write("good/Dockerfile", "");
    CHECK(found(folder, {"."})
          == "good/Dockerfile\nerror: bad/dockcheck.toml:1:1: unknown key \"x\"\n");
}

}  // namespace
}  // namespace dockcheck::cli
