// Bytes that come one piece after the other: of a file, of memory, unpacked from gzip or zstd.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/image/readers/read.hpp"

namespace dockcheck::image {

/// What can be read once, from the start to the end.
class ByteStream {
 public:
    ByteStream() = default;
    ByteStream(ByteStream const&) = delete;
    ByteStream& operator=(ByteStream const&) = delete;
    virtual ~ByteStream() = default;

    /// The next piece, valid until the next call. Empty at the end, and when there is a problem.
    virtual std::string_view read() = 0;
    /// Goes on by up to `size` bytes without reading them; how many, 0 where that is not possible.
    virtual std::uint64_t skip(std::uint64_t /*size*/) { return 0; }
    /// What ended it before its end; empty when nothing did.
    [[nodiscard]] std::string const& problem() const { return problem_; }

 protected:
    std::string problem_;
};

/// `size` bytes of an open file that can be read anywhere, from `offset` on. The file stays open.
std::unique_ptr<ByteStream> file_stream(int file, std::uint64_t offset, std::uint64_t size);
/// The bytes of an open file from where it stands, behind `first_bytes` that were taken from it.
std::unique_ptr<ByteStream> pipe_stream(int file, std::string_view first_bytes);
/// Bytes that outlive the stream.
std::unique_ptr<ByteStream> memory_stream(std::string_view bytes);
/// A stream that somebody else keeps, and that outlives this one.
std::unique_ptr<ByteStream> reference_to(ByteStream& stream);

enum class Packing : std::uint8_t { none, gzip, zstd };

/// How data that begins so is packed.
Packing packing_of(std::string_view first_bytes);
/// Whether data begins as a tar archive does: a header whose checksum is right.
bool is_tar(std::string_view first_bytes);

/// A stream whose first bytes were looked at.
struct Opened {
    std::unique_ptr<ByteStream> stream;  ///< of everything, the first bytes among it
    std::string first_bytes;
};

/// Reads so many bytes of the start as looks_like_image wants.
Opened look_at(std::unique_ptr<ByteStream> stream);
/// What is packed in a stream, or the stream itself when it is not packed. Data that unpacks to far
/// more than it is (see Limits) is a problem of the stream.
Opened unpacked(Opened packed, Limits const& limits);

}  // namespace dockcheck::image
