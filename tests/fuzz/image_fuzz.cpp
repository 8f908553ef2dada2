// A libFuzzer target: the image readers over any bytes, from memory and from a pipe.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unistd.h>

#include "analyzer/image/looks_like_image.hpp"
#include "analyzer/image/readers/read.hpp"
#include "tests/fuzz/image_invariants.hpp"
#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

/// So many bytes are in a pipe without somebody at its other end.
constexpr std::size_t pipe_size = 60'000;

void read_from_pipe(std::string_view bytes, image::ReadOptions const& options) {
    int ends[2];
    if (bytes.size() > pipe_size || ::pipe(ends) != 0) return;
    auto const first = bytes.substr(0, image::first_bytes_size);
    auto const rest = bytes.substr(first.size());
    auto const written = ::write(ends[1], rest.data(), rest.size());
    (void)::close(ends[1]);
    require(written == static_cast<ssize_t>(rest.size()), "a pipe takes all");
    require_sound(image::read_image_stream("pipe", ends[0], first, options));
    (void)::close(ends[0]);
}

}  // namespace
}  // namespace dockcheck::test

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    image::ReadOptions options;
    options.layers = true;
    options.limits.free_size = 1024 * 1024;
    image::looks_like_image(bytes.substr(0, image::first_bytes_size));
    test::require_sound(image::read_image_bytes("image", bytes, options));
    test::read_from_pipe(bytes, options);
    return 0;
}
