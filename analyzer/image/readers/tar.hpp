// The entries of a tar archive, one after the other, by libarchive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/image/image.hpp"
#include "analyzer/image/readers/byte_stream.hpp"

namespace dockcheck::image {

/// What a header says. Views hold until the next entry is asked for.
struct TarEntry {
    std::string_view path;                         ///< as written
    std::string_view link;                         ///< as written
    LayerFile::Type type = LayerFile::Type::file;  ///< no whiteout: those are files by their name
    std::uint64_t size = 0;
    std::int64_t modified = 0;
    std::uint64_t position = 0;  ///< of its data in the archive
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint16_t mode = 0;
    bool is_sparse = false;
    bool has_capabilities = false;
};

/// Reads a stream that holds a tar archive. What is not read of an entry is passed over.
class TarReader {
 public:
    explicit TarReader(std::unique_ptr<ByteStream> stream);
    ~TarReader();
    TarReader(TarReader const&) = delete;
    TarReader& operator=(TarReader const&) = delete;

    /// The next entry; nothing at the end and when there is a problem.
    std::optional<TarEntry> next();
    /// The next bytes of the entry's data, holes as zeros, at most `size`; empty at its end.
    std::string_view read(std::size_t size);
    /// What ended the archive before its end; empty when nothing did.
    [[nodiscard]] std::string const& problem() const { return problem_; }

 private:
    struct State;

    std::unique_ptr<State> state_;
    std::string problem_;
};

/// The data of the reader's entry as a stream; the reader outlives it.
std::unique_ptr<ByteStream> entry_stream(TarReader& reader);

/// A path in an archive without "./", "//" and "/" at its ends; nothing when it has "..".
std::optional<std::string> clean_path(std::string_view path);

}  // namespace dockcheck::image
