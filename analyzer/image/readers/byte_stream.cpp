// Streams of files and memory, and looking at how a stream begins.
#include "analyzer/image/readers/byte_stream.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "analyzer/image/looks_like_image.hpp"
#include "analyzer/image/readers/unpack.hpp"
#include "analyzer/system/open_file.hpp"

namespace dockcheck::image {
namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

class FileStream final : public ByteStream {
 public:
    FileStream(int file, std::uint64_t offset, std::uint64_t size)
        : file_(file), offset_(offset), rest_(size), buffer_(piece_size) {}

    std::string_view read() override {
        auto const most = static_cast<std::size_t>(std::min<std::uint64_t>(rest_, piece_size));
        auto const got = system::read_at(file_, buffer_.data(), most, offset_);
        if (got < 0) problem_ = std::generic_category().message(errno);
        if (got <= 0) return {};
        skip(static_cast<std::uint64_t>(got));
        return {buffer_.data(), static_cast<std::size_t>(got)};
    }
    std::uint64_t skip(std::uint64_t size) override {
        auto const most = std::min(size, rest_);
        offset_ += most;
        rest_ -= most;
        return most;
    }

 private:
    int file_;
    std::uint64_t offset_;
    std::uint64_t rest_;
    std::vector<char> buffer_;
};

class PipeStream final : public ByteStream {
 public:
    PipeStream(int file, std::string_view first_bytes)
        : file_(file), first_bytes_(first_bytes), buffer_(piece_size) {}

    std::string_view read() override {
        if (!first_bytes_.empty()) {
            std::swap(first_bytes_, returned_);
            first_bytes_.clear();
            return returned_;
        }
        auto const got = system::read_on(file_, buffer_.data(), buffer_.size());
        if (got < 0) problem_ = std::generic_category().message(errno);
        if (got <= 0) return {};
        return {buffer_.data(), static_cast<std::size_t>(got)};
    }

 private:
    int file_;
    std::string first_bytes_;
    std::string returned_;
    std::vector<char> buffer_;
};

class MemoryStream final : public ByteStream {
 public:
    explicit MemoryStream(std::string_view bytes) : rest_(bytes) {}

    std::string_view read() override {
        auto const piece = rest_.substr(0, piece_size);
        rest_.remove_prefix(piece.size());
        return piece;
    }
    std::uint64_t skip(std::uint64_t size) override {
        auto const most = std::min<std::uint64_t>(size, rest_.size());
        rest_.remove_prefix(most);
        return most;
    }

 private:
    std::string_view rest_;
};

class ReferenceStream final : public ByteStream {
 public:
    explicit ReferenceStream(ByteStream& stream) : stream_(stream) { problem_ = stream.problem(); }

    std::string_view read() override {
        auto const piece = stream_.read();
        if (piece.empty()) problem_ = stream_.problem();
        return piece;
    }
    std::uint64_t skip(std::uint64_t size) override { return stream_.skip(size); }

 private:
    ByteStream& stream_;
};

/// Pieces that were read already, and then the rest.
class LookedAtStream final : public ByteStream {
 public:
    LookedAtStream(std::string taken, std::unique_ptr<ByteStream> rest)
        : taken_(std::move(taken)), rest_(std::move(rest)) {
        problem_ = rest_->problem();
    }

    std::string_view read() override {
        if (at_ < taken_.size())
            return std::string_view(taken_).substr(std::exchange(at_, taken_.size()));
        auto const piece = rest_->read();
        if (piece.empty()) problem_ = rest_->problem();
        return piece;
    }
    std::uint64_t skip(std::uint64_t size) override {
        auto const held = std::min<std::uint64_t>(size, taken_.size() - at_);
        at_ += held;
        return held + (held < size ? rest_->skip(size - held) : 0);
    }

 private:
    std::string taken_;
    std::size_t at_ = 0;
    std::unique_ptr<ByteStream> rest_;
};

/// The number in a field of a tar header: octal digits between blanks.
unsigned octal(std::string_view field) {
    unsigned value = 0;
    for (char const c : field) {
        if (c >= '0' && c <= '7') value = value * 8 + static_cast<unsigned>(c - '0');
    }
    return value;
}

}  // namespace

std::unique_ptr<ByteStream> file_stream(int file, std::uint64_t offset, std::uint64_t size) {
    return std::make_unique<FileStream>(file, offset, size);
}

std::unique_ptr<ByteStream> pipe_stream(int file, std::string_view first_bytes) {
    return std::make_unique<PipeStream>(file, first_bytes);
}

std::unique_ptr<ByteStream> memory_stream(std::string_view bytes) {
    return std::make_unique<MemoryStream>(bytes);
}

std::unique_ptr<ByteStream> reference_to(ByteStream& stream) {
    return std::make_unique<ReferenceStream>(stream);
}

Packing packing_of(std::string_view first_bytes) {
    using namespace std::string_view_literals;
    if (first_bytes.starts_with("\x1F\x8B"sv)) return Packing::gzip;
    if (first_bytes.starts_with("\x28\xB5\x2F\xFD"sv)) return Packing::zstd;
    bool const is_skippable = first_bytes.size() >= 4
                              && first_bytes.substr(1, 3) == "\x2A\x4D\x18"sv
                              && (static_cast<unsigned char>(first_bytes[0]) & 0xF0U) == 0x50;
    return is_skippable ? Packing::zstd : Packing::none;
}

bool is_tar(std::string_view first_bytes) {
    constexpr std::size_t header = 512;
    constexpr std::size_t checksum = 148;
    constexpr std::size_t checksum_size = 8;
    if (first_bytes.size() < header || first_bytes[0] == '\0') return false;
    unsigned sum = ' ' * checksum_size;
    for (std::size_t i = 0; i < header; ++i) {
        if (i < checksum || i >= checksum + checksum_size) {
            sum += static_cast<unsigned char>(first_bytes[i]);
        }
    }
    return sum == octal(first_bytes.substr(checksum, checksum_size));
}

Opened look_at(std::unique_ptr<ByteStream> stream) {
    std::string taken;
    while (taken.size() < first_bytes_size) {
        auto const piece = stream->read();
        if (piece.empty()) break;
        taken += piece;
    }
    auto first = taken.substr(0, first_bytes_size);
    return {std::make_unique<LookedAtStream>(std::move(taken), std::move(stream)),
            std::move(first)};
}

Opened unpacked(Opened packed, Limits const& limits) {
    switch (packing_of(packed.first_bytes)) {
        case Packing::gzip:
            return look_at(gzip_stream(std::move(packed.stream), limits));
        case Packing::zstd:
            return look_at(zstd_stream(std::move(packed.stream), limits));
        case Packing::none:
            break;
    }
    return packed;
}

}  // namespace dockcheck::image
