// A libFuzzer target: the parser over any bytes.
#include <cstddef>
#include <cstdint>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/fuzz/linear_time.hpp"
#include "tests/fuzz/tree_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    Arena arena;
    Source const source("Dockerfile", bytes);
    test::require_sound(source, dockerfile::parse(source, arena));
    test::require_linear(bytes, 64 * 1024, [](std::string_view text) {
        Arena room;
        Source const repeated("Dockerfile", text);
        dockerfile::parse(repeated, room);
    });
    return 0;
}
