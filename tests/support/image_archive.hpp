// Making images in memory, as Docker, buildah and others make them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::test {

/// An entry of a tar archive; `type` as in ls: - d l h (a hard link) c p.
struct TarFile {
    std::string path;
    std::string bytes;
    char type = '-';
    std::string link = {};
    unsigned mode = 0644;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::string capability = {};  ///< its extended attribute security.capability
    std::uint64_t hole = 0;       ///< so many zeros before the bytes that are not stored
};

enum class TarFormat : std::uint8_t { gnu, pax, ustar, old };

/// A tar archive; names longer than a header has room for, holes and capabilities need pax.
std::string tar_of(std::vector<TarFile> const& files, TarFormat format = TarFormat::pax);
std::string gzip_of(std::string_view bytes);
std::string zstd_of(std::string_view bytes, int window = 0);
/// 64 hexadecimal digits.
std::string sha256_digits(std::string_view bytes);

/// A config blob: User and Cmd as given, so many layers.
std::string config_text(std::string_view user, std::size_t layers = 0,
                        std::string_view architecture = "amd64");

/// An OCI layout as files: blobs are added under their digests.
class Layout {
 public:
    /// The descriptor of the blob, with more members (", \"annotations\": ...").
    std::string add(std::string const& bytes, std::string_view type, std::string_view more = {});
    /// The descriptor of an image of this config and these layers.
    std::string add_image(std::string const& config, std::vector<std::string> const& layers,
                          std::string_view more = {});
    /// The files, with an index.json of these descriptors.
    [[nodiscard]] std::vector<TarFile> files(std::vector<std::string> const& descriptors) const;

 private:
    std::vector<TarFile> files_;
};

/// What docker save made since 1.10: HEX.json, FOLDER/layer.tar, manifest.json.
std::vector<TarFile> saved_image(std::string const& config, std::vector<std::string> const& layers,
                                 std::string_view name = "img:latest");

/// A folder of the disk with these files, removed at the end.
class TemporaryFolder {
 public:
    explicit TemporaryFolder(std::vector<TarFile> const& files);
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();
    [[nodiscard]] std::string const& path() const { return path_; }

 private:
    std::string path_;
};

}  // namespace dockcheck::test
