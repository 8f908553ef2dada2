// Questions to the disk, and replacing files on it.
#include "analyzer/system/disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdlib.h>
#include <string>

#include "analyzer/system/folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace dockcheck::system;

/// A folder that goes when the test ends.
class Place {
 public:
    Place() {
        auto name = (fs::temp_directory_path() / "dockcheck-disk-XXXXXX").string();
        path_ = fs::canonical(mkdtemp(name.data()));
    }
    ~Place() { fs::remove_all(path_); }
    [[nodiscard]] std::string operator/(std::string const& name) const { return path_ / name; }
    [[nodiscard]] std::string path() const { return path_; }
    void write(std::string const& name, std::string const& text) const {
        std::ofstream(path_ / name) << text;
    }
    [[nodiscard]] std::string read(std::string const& name) const {
        std::ifstream file(path_ / name);
        return {std::istreambuf_iterator<char>(file), {}};
    }

 private:
    fs::path path_;
};

}  // namespace

TEST_CASE("what lies at a path, and why nothing does") {
    Place const place;
    place.write("file", "four");
    fs::create_directory(place / "folder");
    fs::create_symlink("folder", place / "link");
    CHECK(status_of(place / "file").size == 4);
    CHECK(is_file(place / "file"));
    CHECK(is_folder(place / "link"));
    CHECK(own_status_of(place / "link").kind == Kind::link);
    CHECK(is_same_file(place / "link", place / "folder"));
    CHECK(!is_same_file(place / "file", place / "folder"));
    CHECK(!is_same_file(place / "none", place / "none"));
    errno = 0;
    CHECK(!exists(place / "file/x"));
    CHECK(means_missing(errno));
}

TEST_CASE("a path without links, as far as it is there") {
    Place const place;
    fs::create_directory(place / "folder");
    fs::create_symlink("folder", place / "link");
    CHECK(real_path(place / "link") == place / "folder");
    CHECK(real_path(place / "none") == std::nullopt);
    CHECK(nearly_real_path(place / "link/a/b") == place / "folder/a/b");
    CHECK(nearly_real_path(place / "link/../link") == place / "folder");
    CHECK(nearly_real_path("/") == "/");
    CHECK(nearly_real_path("none/x") == "none/x");
}

TEST_CASE("entries are what they are, links among them") {
    Place const place;
    place.write("file", "x");
    fs::create_directory(place / "folder");
    fs::create_symlink("nowhere", place / "link");
    auto entries = entries_of(place.path());
    REQUIRE(entries);
    std::ranges::sort(*entries, {}, &Entry::name);
    REQUIRE(entries->size() == 3);
    CHECK(entries->at(0).kind == Kind::file);
    CHECK(entries->at(1).kind == Kind::folder);
    CHECK(entries->at(2).kind == Kind::link);
    CHECK(!entries_of(place / "file"));
    CHECK(errno == ENOTDIR);
}

TEST_CASE("a new file beside a secret one is no less secret") {
    Place const place;
    place.write("old", "secret");
    fs::permissions(place / "old", fs::perms(0640));
    auto* const stream = make_stream(place / "new", place / "old");
    REQUIRE(stream != nullptr);
    CHECK(fs::status(place / "new").permissions() == fs::perms(0600));
    CHECK(std::fputs("new", stream) >= 0);
    CHECK(settle(stream));
    CHECK(place.read("new") == "new");
    CHECK(std::fclose(stream) == 0);
    CHECK(make_stream(place / "new", place / "old") == nullptr);
    CHECK(errno == EEXIST);
    CHECK(replace_file(place / "new", place / "old"));
    CHECK(fs::status(place / "old").permissions() == fs::perms(0640));
}

TEST_CASE("a file takes another's place and its permissions") {
    Place const place;
    place.write("old", "old");
    fs::permissions(place / "old", fs::perms::owner_all);
    place.write("new", "new");
    CHECK(!must_stay(place / "old", place / "new"));
    CHECK(replace_file(place / "new", place / "old"));
    CHECK(place.read("old") == "new");
    CHECK(status_of(place / "old").is_executable);
    CHECK(!exists(place / "new"));
    fs::create_hard_link(place / "old", place / "other");
    CHECK(must_stay(place / "old", place / "old"));
    CHECK(!replace_file(place / "none", place / "old"));
    CHECK(place.read("old") == "new");
}
