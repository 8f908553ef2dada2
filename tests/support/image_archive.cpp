// Tar archives made header by header, so that odd and hostile ones can be made too; packed by zlib
// and libzstd.
#include "tests/support/image_archive.hpp"

#include <algorithm>
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

constexpr std::size_t block = 512;

void pad(std::string& out) { out.append((block - out.size() % block) % block, '\0'); }

/// A field of a header: offset and size.
struct HeaderField {
    std::size_t at;
    std::size_t size;
};

constexpr HeaderField name_field{0, 100};
constexpr HeaderField mode_field{100, 8};
constexpr HeaderField uid_field{108, 8};
constexpr HeaderField gid_field{116, 8};
constexpr HeaderField size_field{124, 12};
constexpr HeaderField time_field{136, 12};
constexpr HeaderField checksum_field{148, 8};
constexpr HeaderField type_field{156, 1};
constexpr HeaderField link_field{157, 100};
constexpr HeaderField magic_field{257, 8};

class Header {
 public:
    void set(HeaderField field, std::string_view text) {
        auto const size = std::min(text.size(), field.size);
        std::copy_n(text.begin(), size, bytes_.begin() + static_cast<std::ptrdiff_t>(field.at));
    }
    void set(HeaderField field, std::uint64_t number) {
        set(field, fmt::format("{:0{}o}", number, field.size - 1));
    }
    /// The block, its sum in its place.
    std::string finished() {
        set(checksum_field, "        ");
        unsigned sum = 0;
        for (char const c : bytes_) sum += static_cast<unsigned char>(c);
        set(checksum_field, fmt::format("{:06o}", sum) + '\0');
        return bytes_;
    }

 private:
    std::string bytes_ = std::string(block, '\0');
};

std::string_view type_flag(char type) {
    switch (type) {
        case 'd':
            return "5";
        case 'l':
            return "2";
        case 'h':
            return "1";
        case 'c':
            return "3";
        case 'p':
            return "6";
        default:
            return "0";
    }
}

std::string_view magic_of(TarFormat format) {
    using namespace std::string_view_literals;
    if (format == TarFormat::old) return {};
    return format == TarFormat::gnu ? "ustar  \0"sv : "ustar\00000"sv;
}

void append_entry(std::string& out, TarFile const& file, std::string_view flag, TarFormat format,
                  std::string_view data) {
    Header header;
    header.set(name_field, file.path);
    header.set(mode_field, file.mode);
    header.set(uid_field, static_cast<std::uint64_t>(file.uid));
    header.set(gid_field, static_cast<std::uint64_t>(file.gid));
    header.set(size_field, data.size());
    header.set(time_field, 0U);
    header.set(type_field, flag);
    header.set(link_field, file.link);
    header.set(magic_field, magic_of(format));
    out += header.finished();
    out += data;
    pad(out);
}

/// "LENGTH KEY=VALUE\n", the length being its own too.
std::string pax_record(std::string_view key, std::string_view value) {
    auto const rest = fmt::format(" {}={}\n", key, value);
    auto size = rest.size() + 1;
    while (std::to_string(size).size() + rest.size() != size) ++size;
    return std::to_string(size) + rest;
}

/// What the header has no room for, as the format writes it.
void append_extras(std::string& out, TarFile const& file, TarFormat format) {
    bool const is_long = file.path.size() > name_field.size;
    if (format == TarFormat::gnu && is_long) {
        append_entry(out, {"././@LongLink"}, "L", format, file.path + '\0');
    }
    if (format != TarFormat::pax) return;
    std::string records;
    if (is_long) records += pax_record("path", file.path);
    if (!file.capability.empty()) {
        records += pax_record("SCHILY.xattr.security.capability", file.capability);
    }
    if (file.hole > 0) {
        records += pax_record("GNU.sparse.major", "1") + pax_record("GNU.sparse.minor", "0");
        records += pax_record("GNU.sparse.name", file.path);
        records += pax_record("GNU.sparse.realsize", std::to_string(file.hole + file.bytes.size()));
    }
    if (!records.empty()) append_entry(out, {"PaxHeaders/x"}, "x", format, records);
}

/// The map of a sparse file's data and the data: one piece behind the hole.
std::string sparse_data(TarFile const& file) {
    auto map = fmt::format("1\n{}\n{}\n", file.hole, file.bytes.size());
    pad(map);
    return map + file.bytes;
}

std::string joined(std::vector<std::string> const& items) {
    return fmt::format("{}", fmt::join(items, ", "));
}

}  // namespace

std::string tar_of(std::vector<TarFile> const& files, TarFormat format) {
    std::string out;
    for (auto const& file : files) {
        append_extras(out, file, format);
        append_entry(out, file, type_flag(file.type), format,
                     file.hole > 0 ? sparse_data(file) : file.bytes);
    }
    out.append(2 * block, '\0');
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
