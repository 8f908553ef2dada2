// A libFuzzer target: parser, model and all rules, with the build context that the input brings.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/checked_build.hpp"
#include "tests/fuzz/linear_time.hpp"
#include "tests/fuzz/tree_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck::test;
    auto const input = BuildInput::from({reinterpret_cast<char const*>(data), size});
    CheckedBuild const checked(input);
    require_sound(checked.build().source(), checked.build().file());
    checked.require_sound();
    require_linear(input.dockerfile, 32 * 1024, [](std::string_view text) {
        CheckedBuild const repeated({std::string(text), {}});
    });
    return 0;
}
