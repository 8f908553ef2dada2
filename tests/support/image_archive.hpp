// Making images in memory, as Docker, buildah and others make them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/tar_archive.hpp"

namespace dockcheck::test {

std::string gzip_of(std::string_view bytes);
std::string zstd_of(std::string_view bytes, int window = 0);
/// 64 hexadecimal digits.
std::string sha256_digits(std::string_view bytes);

/// A config blob: User as given, so many layers, whose diff ids are none of any bytes.
std::string config_text(std::string_view user, std::size_t layers = 0,
                        std::string_view architecture = "amd64");
/// The same with the diff ids of these layers.
std::string config_text(std::string_view user, std::vector<std::string> const& unpacked_layers);

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
