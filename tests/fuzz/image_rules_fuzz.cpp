// A libFuzzer target: the model of an image and all rules. The input is a JSON text or, with a line
// `=== NAME` at its start, the texts of an archive.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/image/readers/read.hpp"
#include "analyzer/model/image_config.hpp"
#include "tests/fuzz/archive_input.hpp"
#include "tests/fuzz/checked_build.hpp"

namespace dockcheck::test {
namespace {

Result<image::Images> read(std::string_view input) {
    image::ReadOptions options;
    options.layers = true;
    if (!input.starts_with("=== ")) return image::read_image_bytes("image", input, options);
    return image::read_image_bytes("image", tar_of(files_in(input)), options);
}

void check(image::Image const& image) {
    Arena arena;
    model::BuildOptions options;
    options.today = "2026-11-26";
    model::Build const build(image, options, arena);
    require_sound(findings_of(build));
    model::image_config(build, build.stages().front());
}

}  // namespace
}  // namespace dockcheck::test

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace dockcheck::test;
    auto const images = read({reinterpret_cast<char const*>(data), size});
    if (!images) return 0;
    for (auto const& image : images->images) check(*image);
    return 0;
}
