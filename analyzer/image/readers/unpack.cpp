// Both unpack piece by piece into one buffer, and give up when the data swells beyond measure.
#include "analyzer/image/readers/unpack.hpp"

#include <fmt/format.h>
#include <utility>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace dockcheck::image {
namespace {

constexpr std::size_t unpacked_piece = std::size_t{128} * 1024;
constexpr int largest_window = 25;  // as a power of two

/// What unpackers share: the packed piece at hand, the buffer, and the measure of both.
class UnpackStream : public ByteStream {
 public:
    UnpackStream(std::unique_ptr<ByteStream> packed, Limits const& limits)
        : packed_(std::move(packed)), limits_(limits), buffer_(unpacked_piece) {}

    std::string_view read() final {
        while (problem_.empty() && !is_at_end_) {
            // With a full buffer more may come of what was taken already.
            if (piece_.empty() && !was_full_ && !take_piece()) break;
            auto const made = unpack();
            was_full_ = made == buffer_.size();
            unpacked_size_ += made;
            if (made == 0) continue;
            if (unpacked_size_ > limits_.free_size
                && unpacked_size_ / limits_.ratio > packed_size_) {
                problem_ = fmt::format(
                    "the packed data swells to more than {} times its size, which no real image "
                    "does",
                    limits_.ratio);
                break;
            }
            return {buffer_.data(), made};
        }
        return {};
    }

 protected:
    /// Unpacks some of `piece_` into the buffer; how many bytes that made.
    virtual std::size_t unpack() = 0;
    /// Whether the packed data may end here.
    [[nodiscard]] virtual bool is_complete() const = 0;

    bool take_piece() {
        piece_ = packed_->read();
        packed_size_ += piece_.size();
        if (!piece_.empty()) return true;
        is_at_end_ = true;
        problem_ = packed_->problem();
        if (problem_.empty() && !is_complete()) problem_ = "the packed data ends too early";
        return false;
    }

    std::unique_ptr<ByteStream> packed_;
    Limits limits_;
    std::vector<char> buffer_;
    std::string_view piece_;
    bool is_at_end_ = false;
    bool was_full_ = false;
    std::uint64_t packed_size_ = 0;
    std::uint64_t unpacked_size_ = 0;
};

class GzipStream final : public UnpackStream {
 public:
    GzipStream(std::unique_ptr<ByteStream> packed, Limits const& limits)
        : UnpackStream(std::move(packed), limits) {
        constexpr int gzip_window = 15 + 16;
        if (inflateInit2(&state_, gzip_window) != Z_OK) problem_ = "gzip data cannot be unpacked";
    }
    ~GzipStream() override { inflateEnd(&state_); }

 private:
    std::size_t unpack() override {
        if (is_between_members_) {
            if (piece_.empty()) return 0;
            // What follows the last member and is no other one, such as padding, is nothing.
            if (piece_[0] != '\x1F') {
                is_at_end_ = true;
                return 0;
            }
            inflateReset(&state_);
            is_between_members_ = false;
        }
        state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece_.data()));
        state_.avail_in = static_cast<uInt>(piece_.size());
        state_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
        state_.avail_out = static_cast<uInt>(buffer_.size());
        auto const status = inflate(&state_, Z_NO_FLUSH);
        piece_.remove_prefix(piece_.size() - state_.avail_in);
        if (status == Z_STREAM_END) {
            is_between_members_ = true;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            problem_ = "the gzip data is damaged";
        }
        return buffer_.size() - state_.avail_out;
    }
    [[nodiscard]] bool is_complete() const override { return is_between_members_; }

    z_stream state_{};
    bool is_between_members_ = false;
};

class ZstdStream final : public UnpackStream {
 public:
    ZstdStream(std::unique_ptr<ByteStream> packed, Limits const& limits)
        : UnpackStream(std::move(packed), limits), state_(ZSTD_createDCtx()) {
        ZSTD_DCtx_setParameter(state_, ZSTD_d_windowLogMax, largest_window);
    }
    ~ZstdStream() override { ZSTD_freeDCtx(state_); }

 private:
    std::size_t unpack() override {
        ZSTD_inBuffer in{piece_.data(), piece_.size(), 0};
        ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
        auto const status = ZSTD_decompressStream(state_, &out, &in);
        piece_.remove_prefix(in.pos);
        if (ZSTD_isError(status) != 0U) {
            problem_ =
                fmt::format("the zstd data cannot be unpacked: {}", ZSTD_getErrorName(status));
        }
        if (in.pos > 0 || out.pos > 0) is_between_frames_ = status == 0;
        return out.pos;
    }
    [[nodiscard]] bool is_complete() const override { return is_between_frames_; }

    ZSTD_DCtx* state_;
    bool is_between_frames_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> gzip_stream(std::unique_ptr<ByteStream> packed, Limits const& limits) {
    return std::make_unique<GzipStream>(std::move(packed), limits);
}

std::unique_ptr<ByteStream> zstd_stream(std::unique_ptr<ByteStream> packed, Limits const& limits) {
    return std::make_unique<ZstdStream>(std::move(packed), limits);
}

}  // namespace dockcheck::image
