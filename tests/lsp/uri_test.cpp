// Files behind URIs.
#include "analyzer/lsp/uri.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/report/uri.hpp"

namespace dockcheck::lsp {
namespace {

TEST_CASE("a file URI is a path") {
    CHECK(path_of_uri("file:///work/Dockerfile") == "/work/Dockerfile");
    CHECK(path_of_uri("FILE:///work/Dockerfile") == "/work/Dockerfile");
    CHECK(path_of_uri("file://localhost/work/a") == "/work/a");
    CHECK(path_of_uri("file:///work/a%20b/%E6%97%A5") == "/work/a b/日");
    CHECK(path_of_uri("file:///work/../a//b/") == "/a/b");
    CHECK(path_of_uri("file:///a%2") == "/a%2");
    CHECK(path_of_uri("file:///a%zz") == "/a%zz");
    CHECK(path_of_uri("file:///a?query#part") == "/a");
    CHECK(path_of_uri("file:///") == "/");
    CHECK(path_of_uri(uri_of_path("/a b/ü%&+:#?")) == "/a b/ü%&+:#?");
}

TEST_CASE("Windows has drives and other machines") {
    auto const path = [](std::string_view uri) {
        return path_of_uri(uri, system::PathStyle::windows);
    };
    CHECK(path("file:///c%3A/work/Dockerfile") == "C:/work/Dockerfile");
    CHECK(path("file:///D:/a%20b/../c") == "D:/c");
    CHECK(path("file://server/share/Dockerfile") == "//server/share/Dockerfile");
    CHECK(path("untitled:Untitled-1") == "");
}

TEST_CASE("any other one is no path") {
    CHECK(path_of_uri("untitled:Untitled-1") == "");
    CHECK(path_of_uri("file://other/work/a") == "");
    CHECK(path_of_uri("vscode-remote://host/a") == "");
    CHECK(path_of_uri("/work/a") == "");
    CHECK(path_of_uri("file:") == "");
    CHECK(path_of_uri("file:///a%00b") == "");
    CHECK(path_of_uri("") == "");
}

}  // namespace
}  // namespace dockcheck::lsp
