// A libFuzzer target: archives whose checksums and digests are right, so that the manifests are
// read.
#include <cstddef>
#include <cstdint>

#include "analyzer/image/readers/read.hpp"
#include "tests/fuzz/archive_input.hpp"
#include "tests/fuzz/image_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck;
    auto const files = test::files_in({reinterpret_cast<char const*>(data), size});
    image::ReadOptions options;
    options.layers = true;
    test::require_sound(image::read_image_bytes("image", test::tar_of(files), options));
    options.platform = "linux/arm64";
    test::require_sound(image::read_image_bytes("image", test::tar_of(files), options));
    return 0;
}
