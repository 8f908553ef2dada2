// Which names are Docker's own.
#include "analyzer/knowledge/official_names.hpp"

#include <doctest/doctest.h>

namespace dockcheck::knowledge {

TEST_CASE("official images are known by their whole name") {
    CHECK(is_official_name("zookeeper"));
    CHECK(is_official_name("adminer"));
    CHECK(is_official_name("eclipse-mosquitto"));
    CHECK_FALSE(is_official_name("mosquitto"));
    CHECK_FALSE(is_official_name("hive-base"));
    CHECK_FALSE(is_official_name(""));
    CHECK_FALSE(is_official_name("node php"));
}

}  // namespace dockcheck::knowledge
