// Which instructions speak of a variable.
#include "analyzer/model/mention_index.hpp"

#include <doctest/doctest.h>

#include "analyzer/model/build.hpp"

namespace dockcheck::test {
namespace {

/// Positions, with blanks behind them; "none" for a name that nothing declares.
std::string mentions(std::string_view text, std::string_view name) {
    Source const source("Dockerfile", std::string(text));
    Arena arena;
    model::BuildOptions const options;
    model::Build const build(source, nullptr, options, arena);
    auto const* const found = build.mentions().find(name);
    if (found == nullptr) return "none";
    std::string result;
    for (auto const position : *found) result += std::to_string(position) + " ";
    return result + (build.mentions().is_set_by_env(name) ? "env" : "arg");
}

TEST_CASE("mentions of a variable are whole names") {
    constexpr auto text = R"(ARG A=1
FROM debian:12-$A
ENV AB=$A
RUN echo $AB ${A} A_ B
RUN <<EOF
echo A A
EOF
ARG B
)";
    CHECK(mentions(text, "A") == "0 1 2 3 4 arg");
    CHECK(mentions(text, "AB") == "2 3 env");
    CHECK(mentions(text, "B") == "3 5 arg");
    CHECK(mentions(text, "A_") == "none");
    CHECK(mentions("FROM debian:12\n", "A") == "none");
}

}  // namespace
}  // namespace dockcheck::test
