// Where the texts and layers of an image lie, by their paths: an archive, or a layout folder.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/image/image.hpp"
#include "analyzer/image/readers/byte_stream.hpp"
#include "analyzer/image/readers/json_text.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// Gives out each text and each list once. Paths are clean (see clean_path).
class Storage {
 public:
    Storage(std::string name, Limits const& limits);
    Storage(Storage const&) = delete;
    Storage& operator=(Storage const&) = delete;
    virtual ~Storage() = default;

    [[nodiscard]] virtual bool has(std::string_view path) const = 0;
    /// Bytes of the file; nothing when there is none.
    [[nodiscard]] virtual std::optional<std::uint64_t> size(std::string_view path) const = 0;
    /// The JSON text at a path. Where the path names a digest, the bytes must have it.
    Result<std::shared_ptr<Document const>> document(std::string_view path);
    /// The list of a layer's files; nullptr when there is no such file.
    std::shared_ptr<FileList const> list(std::string_view path);

    /// An error about the file at a path.
    [[nodiscard]] tl::unexpected<Error> error(std::string_view path, std::string text) const;
    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] Limits const& limits() const { return limits_; }

 protected:
    /// The bytes of a file that is there, of at most `limit` bytes.
    virtual Result<std::string> bytes(std::string_view path, std::uint64_t limit) = 0;
    virtual std::shared_ptr<FileList const> make_list(std::string_view path) = 0;
    /// The path of the file itself, where links lead to it.
    [[nodiscard]] virtual std::string_view resolved(std::string_view path) const { return path; }
    /// How errors call the file at a path.
    [[nodiscard]] virtual std::string shown(std::string_view path) const = 0;
    /// The same for places: the name of a source and the entry in it.
    [[nodiscard]] virtual std::pair<std::string, std::string> names(
        std::string_view path) const = 0;

    std::string name_;
    Limits limits_;
    std::uint64_t texts_room_;
    std::uint64_t lists_room_;

 private:
    json::Budget budget_;
    std::map<std::string, std::shared_ptr<Document const>, std::less<>> documents_;
    std::map<std::string, std::shared_ptr<FileList const>, std::less<>> lists_;
};

/// Opens data at an offset, so many bytes of it.
using OpenAt = std::function<std::unique_ptr<ByteStream>(std::uint64_t offset, std::uint64_t size)>;

/// An archive that can be read anywhere: only its headers are read, and what is asked for.
Result<std::unique_ptr<Storage>> open_archive(std::string const& name, OpenAt open,
                                              std::uint64_t size, Limits const& limits);
/// An archive that can be read once: its texts are kept and, with `layers`, the lists of its
/// layers.
Result<std::unique_ptr<Storage>> read_archive(std::string const& name,
                                              std::unique_ptr<ByteStream> stream, bool layers,
                                              Limits const& limits);
/// A folder of the disk.
std::unique_ptr<Storage> open_folder(std::string const& path, Limits const& limits);

/// blobs/sha256/HEX for a digest; nothing when it is none.
std::optional<std::string> blob_path(std::string_view digest);

}  // namespace dockcheck::image
