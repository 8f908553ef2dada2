// What a listing says about names.
#include "analyzer/context/folder_names.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/config/temporary_folder.hpp"

namespace dockcheck::context {
namespace {

using test::TemporaryFolder;

TEST_CASE("a folder that is listed tells which names are certainly not there") {
    TemporaryFolder const folder;
    folder.write("Compose.yaml", "");
    FolderNames names;
    CHECK(names.may_hold(folder.path(), "none"));  // not listed yet
    names.list(folder.path());
    CHECK_FALSE(names.may_hold(folder.path(), "none"));
    CHECK(names.may_hold(folder.path(), "compose.yaml"));  // some disks tell them not apart
    CHECK(names.may_hold(folder.path(), "caf\u00e9"));     // and write such letters in two ways
    CHECK(names.holds_compose_name(folder.path()) == false);
    // What was seen stays as it was.
    folder.write("docker-compose.prod.yml", "");
    CHECK_FALSE(names.may_hold(folder.path(), "docker-compose.prod.yml"));
    FolderNames later;
    later.list(folder.path());
    CHECK(later.holds_compose_name(folder.path()) == true);
}

TEST_CASE("nothing is known of a large folder, nor of one that is not there") {
    TemporaryFolder const folder;
    folder.write("compose.test.yml", "");
    for (int i = 0; i < 101; ++i) folder.write("file" + std::to_string(i), "");
    FolderNames names;
    names.list(folder.path());
    CHECK(names.may_hold(folder.path(), "none"));
    CHECK_FALSE(names.holds_compose_name(folder.path()).has_value());
    // The second file of the folder that asks has it looked through.
    CHECK(names.holds_compose_name(folder.path()) == true);
    names.list(folder.path("none"));
    CHECK(names.may_hold(folder.path("none"), "none"));
}

}  // namespace
}  // namespace dockcheck::context
