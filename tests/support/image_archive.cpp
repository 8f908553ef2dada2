// Images put together from texts and layers; packed by zlib and libzstd.
#include "tests/support/image_archive.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <zlib.h>
#include <zstd.h>

#include "analyzer/image/readers/digest.hpp"

namespace dockcheck::test {
namespace {

constexpr std::string_view index_type = "application/vnd.oci.image.index.v1+json";
constexpr std::string_view manifest_type = "application/vnd.oci.image.manifest.v1+json";
constexpr std::string_view config_type = "application/vnd.oci.image.config.v1+json";
constexpr std::string_view layer_type = "application/vnd.oci.image.layer.v1.tar";

std::string joined(std::vector<std::string> const& items) {
    return fmt::format("{}", fmt::join(items, ", "));
}

std::string config_with(std::string_view user, std::vector<std::string> const& diff_ids,
                        std::string_view architecture) {
    return fmt::format(R"({{"os": "linux", "architecture": "{}", "config": {{"User": "{}"}}, )"
                       R"("rootfs": {{"type": "layers", "diff_ids": [{}]}}}})",
                       architecture, user, joined(diff_ids));
}

}  // namespace

std::string gzip_of(std::string_view bytes) {
    z_stream state{};
    deflateInit2(&state, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&state, bytes.size()), '\0');
    state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    state.avail_in = static_cast<uInt>(bytes.size());
    state.next_out = reinterpret_cast<Bytef*>(out.data());
    state.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&state, Z_FINISH) == Z_STREAM_END);
    out.resize(state.total_out);
    deflateEnd(&state);
    return out;
}

std::string zstd_of(std::string_view bytes, int window) {
    auto* const context = ZSTD_createCCtx();
    if (window > 0) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window);
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    }
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    ZSTD_outBuffer into{out.data(), out.size(), 0};
    // In two pieces: of one the size would be known, and with it a smaller window.
    ZSTD_compressStream2(context, &into, &in, ZSTD_e_flush);
    REQUIRE(ZSTD_compressStream2(context, &into, &in, ZSTD_e_end) == 0);
    out.resize(into.pos);
    ZSTD_freeCCtx(context);
    return out;
}

std::string sha256_digits(std::string_view bytes) {
    return image::sha256_of(bytes).substr(std::string_view("sha256:").size());
}

std::string config_text(std::string_view user, std::size_t layers, std::string_view architecture) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < layers; ++i) ids.push_back(fmt::format("\"sha256:{:064}\"", i));
    return config_with(user, ids, architecture);
}

std::string config_text(std::string_view user, std::vector<std::string> const& unpacked_layers) {
    std::vector<std::string> ids;
    for (auto const& layer : unpacked_layers) ids.push_back('"' + image::sha256_of(layer) + '"');
    return config_with(user, ids, "amd64");
}

std::string Layout::add(std::string const& bytes, std::string_view type, std::string_view more) {
    auto const digits = sha256_digits(bytes);
    files_.push_back({"blobs/sha256/" + digits, bytes});
    return fmt::format(R"({{"mediaType": "{}", "digest": "sha256:{}", "size": {}{}}})", type,
                       digits, bytes.size(), more);
}

std::string Layout::add_image(std::string const& config, std::vector<std::string> const& layers,
                              std::string_view more) {
    std::vector<std::string> descriptors;
    for (auto const& layer : layers) descriptors.push_back(add(layer, layer_type));
    auto const manifest = fmt::format(R"({{"schemaVersion": 2, "config": {}, "layers": [{}]}})",
                                      add(config, config_type), joined(descriptors));
    return add(manifest, manifest_type, more);
}

std::vector<TarFile> Layout::files(std::vector<std::string> const& descriptors) const {
    auto all = files_;
    all.push_back({"oci-layout", R"({"imageLayoutVersion": "1.0.0"})"});
    all.push_back({"index.json", fmt::format(R"({{"schemaVersion": 2, "mediaType": "{}", )"
                                             R"("manifests": [{}]}})",
                                             index_type, joined(descriptors))});
    return all;
}

std::vector<TarFile> saved_image(std::string const& config, std::vector<std::string> const& layers,
                                 std::string_view name) {
    std::vector<TarFile> files;
    std::vector<std::string> paths;
    for (auto const& layer : layers) {
        auto const path = fmt::format("{:064x}/layer.tar", paths.size() + 10);
        files.push_back({path, layer});
        paths.push_back('"' + path + '"');
    }
    auto const config_path = sha256_digits(config) + ".json";
    files.push_back({config_path, config});
    files.push_back(
        {"manifest.json", fmt::format(R"([{{"Config": "{}", "RepoTags": ["{}"], "Layers": [{}]}}])",
                                      config_path, name, joined(paths))});
    return files;
}

TemporaryFolder::TemporaryFolder(std::vector<TarFile> const& files) {
    auto pattern = (std::filesystem::temp_directory_path() / "dockcheck-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    for (auto const& file : files) {
        auto const path = std::filesystem::path(path_) / file.path;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << file.bytes;
    }
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace dockcheck::test
