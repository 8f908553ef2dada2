// SHA-256 by nettle, piece by piece.
#include "analyzer/image/readers/digest_stream.hpp"

#include <array>
#include <cstdint>
#include <nettle/sha2.h>
#include <utility>

#include "analyzer/image/readers/digest.hpp"

namespace dockcheck::image {
namespace {

class Sha256Stream final : public DigestStream {
 public:
    explicit Sha256Stream(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {
        sha256_init(&context_);
        problem_ = stream_->problem();
    }

    std::string_view read() override {
        auto const piece = stream_->read();
        if (piece.empty()) problem_ = stream_->problem();
        sha256_update(&context_, piece.size(), reinterpret_cast<std::uint8_t const*>(piece.data()));
        return piece;
    }
    std::string finish() override {
        while (!read().empty()) {
        }
        if (!problem_.empty()) return {};
        std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
        sha256_digest(&context_, digest.size(), digest.data());
        return sha256_text(digest);
    }

 private:
    std::unique_ptr<ByteStream> stream_;
    sha256_ctx context_{};
};

}  // namespace

std::unique_ptr<DigestStream> digest_stream(std::unique_ptr<ByteStream> stream) {
    return std::make_unique<Sha256Stream>(std::move(stream));
}

}  // namespace dockcheck::image
