// Paths as text: what is a root, and how folders and names are joined.
#include "analyzer/system/paths.hpp"

#include <doctest/doctest.h>

#include "analyzer/report/uri.hpp"

namespace {

using namespace dockcheck::system;

std::string on_windows(std::string_view folder, std::string_view path) {
    return joined(folder, path, PathStyle::windows);
}

}  // namespace

TEST_CASE("a path of POSIX is what it is") {
    auto const posix = PathStyle::posix;
    CHECK(joined("/a/b", "c/./d/../e", posix) == "/a/b/c/e");
    CHECK(joined("/a", "../../x/", posix) == "/x");
    CHECK(joined("/a", "/x//y", posix) == "/x/y");
    CHECK(joined("a/b", "../../../x", posix) == "../x");
    CHECK(joined("", "./x", posix) == "x");
    CHECK(joined("", "", posix) == ".");
    CHECK(joined("/", "x", posix) == "/x");
    CHECK(joined("/a", R"(b\c:d)", posix) == R"(/a/b\c:d)");
    CHECK(with_slashes(R"(b\c)", posix) == R"(b\c)");
    CHECK(parent_of("/x", posix) == "/");
    CHECK(parent_of("a/b", posix) == "a");
    CHECK(parent_of("a", posix).empty());
    CHECK(!is_absolute("C:/x", posix));
}

TEST_CASE("Windows has drives, shares and backslashes") {
    CHECK(on_windows("C:/work", R"(a\..\b\Dockerfile)") == "C:/work/b/Dockerfile");
    CHECK(on_windows("C:/work", R"(d:\x)") == "D:/x");
    CHECK(on_windows("C:/work", "c:/") == "C:/");
    CHECK(on_windows("C:/work", R"(..\..\..)") == "C:/");
    CHECK(on_windows("C:/work", R"(\x)") == "C:/x");
    CHECK(on_windows("C:/work", "C:x") == "C:/work/x");
    CHECK(on_windows("C:/work", "D:x") == "D:/x");
    CHECK(on_windows("C:/work", R"(\\server\share\..\x)") == "//server/share/x");
    CHECK(on_windows("//server/share/a", R"(\x)") == "//server/share/x");
    CHECK(on_windows("//server/share", "../..") == "//server/share/");
    CHECK(on_windows("C:/work", R"(\\?\C:\y)") == "C:/y");
    CHECK(on_windows("C:/work", R"(\\?\UNC\server\share\y)") == "//server/share/y");
    CHECK(on_windows("", R"(.\x)") == "x");
    CHECK(on_windows("", "..") == "..");
}

TEST_CASE("a root of Windows has no folder above it") {
    auto const parent = [](std::string_view path) { return parent_of(path, PathStyle::windows); };
    CHECK(parent("C:/x") == "C:/");
    CHECK(parent("C:/") == "C:/");
    CHECK(parent("//server/share/x") == "//server/share/");
    CHECK(parent("//server/share/") == "//server/share/");
    CHECK(parent("//server") == "//server");
    CHECK(parent("x").empty());
}

TEST_CASE("an absolute path as a URI names its drive or its host") {
    auto const uri = [](std::string_view path) {
        return dockcheck::uri_of_path(path, PathStyle::windows);
    };
    CHECK(uri("C:/my files/a") == "file:///C:/my%20files/a");
    CHECK(uri("//server/share/a") == "file://server/share/a");
    CHECK(uri("a:b/c") == "a%3Ab/c");
    CHECK(dockcheck::uri_of_path("/a b", PathStyle::posix) == "file:///a%20b");
    CHECK(dockcheck::uri_of_path("C:/a", PathStyle::posix) == "C%3A/a");
}
