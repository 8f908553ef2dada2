// Scripts of manifests, taken apart.
#include "analyzer/model/plain_scripts.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::model {
namespace {

/// The words of the first command and the file in them.
std::string first(std::string_view script) {
    auto const words = first_plain_command(script);
    std::string text;
    for (auto const word : words) text += std::string(word) + " ";
    return text + "| " + std::string(file_of_plain_command(words));
}

TEST_CASE("the first command of a script that does more than print") {
    CHECK(first("node a.js --x") == "node a.js --x | a.js");
    CHECK(first("echo hi && A=b cross-env C=d node ./a.js && other") == "node ./a.js | ./a.js");
    CHECK(first("npx only-allow pnpm && ./a.sh") == "./a.sh | ./a.sh");
    CHECK(first("@php artisan x --tag=y") == "@php artisan x --tag=y | artisan");
}

TEST_CASE("where nobody can tell, or no file of the project is started") {
    CHECK(first("node a.js || true") == "| ");
    CHECK(first("node a.js & node b.js") == "| ");
    CHECK(first("node $A") == "| ");
    CHECK(first("echo only") == "| ");
    CHECK(first("") == "| ");
    CHECK(first("node") == "node | ");
    CHECK(first("node -e 1") == "node -e 1 | ");
    CHECK(first("node ../a.js") == "node ../a.js | ");
    CHECK(first("php vendor/bin/a") == "php vendor/bin/a | ");
    CHECK(first("tsc -p a") == "tsc -p a | ");
}

}  // namespace
}  // namespace dockcheck::model
