// Comments behind an instruction.
#include "analyzer/model/trailing_comment.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

/// The comment on the line of a word of the second instruction, or "-".
std::string comment(std::string const& dockerfile, std::string_view word) {
    test::Planned const planned(dockerfile, {});
    auto const& build = planned.build();
    auto const at = static_cast<std::uint32_t>(dockerfile.find(word));
    Span const span{at, at + static_cast<std::uint32_t>(word.size())};
    auto const found = model::trailing_comment(build, build.file().instructions[1], span);
    return found ? dockerfile.substr(found->begin, found->size()) : "-";
}

bool is_in_comment(std::string const& dockerfile, std::string_view word) {
    test::Planned const planned(dockerfile, {});
    auto const& build = planned.build();
    auto const at = static_cast<std::uint32_t>(dockerfile.rfind(word));
    return model::is_in_trailing_comment(build, build.file().instructions[1],
                                         {at, at + static_cast<std::uint32_t>(word.size())});
}

}  // namespace

TEST_CASE("a comment begins with the first word that has # in front") {
    CHECK(comment("FROM a:1\nEXPOSE 80 # the web\n", "web") == "# the web");
    CHECK(comment("FROM a:1\nEXPOSE 80 #web\n", "#web") == "#web");
    CHECK(comment("FROM a:1\nEXPOSE 80 # web \\\n 81\n", "81") == "-");
    CHECK(comment("FROM a:1\nENV A=b#c\n", "A=b#c") == "-");
}

TEST_CASE("words in front of a comment are none of its") {
    CHECK(is_in_comment("FROM a:1\nEXPOSE 80 # web\n", "web"));
    CHECK_FALSE(is_in_comment("FROM a:1\nEXPOSE 80 # web\n", "80"));
}

}  // namespace dockcheck
