// A libFuzzer target: any bytes as JSON, as a manifest of an application, and with little that may
// be read.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/context/manifests/manifest.hpp"
#include "analyzer/json/read.hpp"
#include "tests/fuzz/json_invariants.hpp"
#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

void read(std::string_view bytes, json::Budget budget) {
    Source const source("any.json", bytes);
    json::Tree tree;
    auto const mistake = json::read(source, budget, tree);
    if (!mistake) return require_sound(tree, source);
    require(mistake->offset <= bytes.size(), "a mistake is in the text");
    require(!mistake->text.empty(), "a mistake says what is wrong");
}

void read_manifests(std::string_view bytes) {
    for (auto const* const name :
         {"package.json", "composer.json", "global.json", "Pipfile.lock"}) {
        Source const source(name, bytes);
        auto const manifest = context::read_manifest(name, source);
        if (!manifest) continue;
        Span const whole{0, static_cast<std::uint32_t>(bytes.size())};
        for (auto const& each : manifest->dependencies) {
            require(whole.contains(each.span), "a dependency stands in its text");
        }
    }
}

}  // namespace
}  // namespace dockcheck::test

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    test::read(bytes, {});
    test::read(bytes, {5, 20, 4});
    test::read_manifests(bytes);
    return 0;
}
