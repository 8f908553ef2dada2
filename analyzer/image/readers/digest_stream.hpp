// Making a digest of bytes while somebody else reads them.
#pragma once

#include <memory>
#include <string>

#include "analyzer/image/readers/byte_stream.hpp"

namespace dockcheck::image {

/// Passes a stream's bytes on, none skipped.
class DigestStream : public ByteStream {
 public:
    /// Reads what nobody has read yet; "sha256:HEX" of everything, or nothing when the stream has
    /// a problem.
    virtual std::string finish() = 0;
};

std::unique_ptr<DigestStream> digest_stream(std::unique_ptr<ByteStream> stream);

}  // namespace dockcheck::image
