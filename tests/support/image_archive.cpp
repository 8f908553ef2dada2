// Archives by libarchive, packed by zlib and libzstd.
#include "tests/support/image_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
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

la_ssize_t append(archive* /*tar*/, void* out, void const* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(static_cast<char const*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

unsigned short file_type(char type) {
    switch (type) {
        case 'd':
            return AE_IFDIR;
        case 'l':
            return AE_IFLNK;
        case 'c':
            return AE_IFCHR;
        case 'p':
            return AE_IFIFO;
        default:
            return AE_IFREG;
    }
}

void set_format(archive* tar, TarFormat format) {
    switch (format) {
        case TarFormat::gnu:
            archive_write_set_format_gnutar(tar);
            break;
        case TarFormat::pax:
            archive_write_set_format_pax(tar);
            break;
        case TarFormat::ustar:
            archive_write_set_format_ustar(tar);
            break;
        case TarFormat::old:
            archive_write_set_format_v7tar(tar);
            break;
    }
}

void write_file(archive* tar, TarFile const& file) {
    auto* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.path.c_str());
    archive_entry_set_filetype(entry, file_type(file.type));
    if (file.type == 'l') archive_entry_set_symlink(entry, file.link.c_str());
    if (file.type == 'h') archive_entry_set_hardlink(entry, file.link.c_str());
    archive_entry_set_perm(entry, static_cast<mode_t>(file.mode));
    archive_entry_set_uid(entry, file.uid);
    archive_entry_set_gid(entry, file.gid);
    auto const whole = std::string(file.hole, '\0') + file.bytes;
    archive_entry_set_size(entry, static_cast<la_int64_t>(whole.size()));
    if (file.hole > 0) {
        archive_entry_sparse_add_entry(entry, static_cast<la_int64_t>(file.hole),
                                       static_cast<la_int64_t>(file.bytes.size()));
    }
    if (!file.capability.empty()) {
        archive_entry_xattr_add_entry(entry, "security.capability", file.capability.data(),
                                      file.capability.size());
    }
    REQUIRE(archive_write_header(tar, entry) >= ARCHIVE_WARN);
    if (!whole.empty()) archive_write_data(tar, whole.data(), whole.size());
    archive_entry_free(entry);
}

std::string joined(std::vector<std::string> const& items) {
    return fmt::format("{}", fmt::join(items, ", "));
}

}  // namespace

std::string tar_of(std::vector<TarFile> const& files, TarFormat format) {
    std::string out;
    auto* const tar = archive_write_new();
    set_format(tar, format);
    REQUIRE(archive_write_open(tar, &out, nullptr, append, nullptr) == ARCHIVE_OK);
    for (auto const& file : files) write_file(tar, file);
    archive_write_close(tar);
    archive_write_free(tar);
    return out;
}

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
    return fmt::format(R"({{"os": "linux", "architecture": "{}", "config": {{"User": "{}"}}, )"
                       R"("rootfs": {{"type": "layers", "diff_ids": [{}]}}}})",
                       architecture, user, joined(ids));
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
