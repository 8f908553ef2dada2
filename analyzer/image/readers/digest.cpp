// SHA-256 and SHA-512 by nettle.
#include "analyzer/image/readers/digest.hpp"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <nettle/sha2.h>
#include <span>

#include "analyzer/image/readers/storage.hpp"

namespace dockcheck::image {
namespace {

constexpr std::string_view hexadecimals = "0123456789abcdef";
constexpr std::size_t sha256_digits = 64;

std::uint8_t const* data_of(std::string_view bytes) {
    return reinterpret_cast<std::uint8_t const*>(bytes.data());
}

std::string hexadecimal(std::span<std::uint8_t const> digest) {
    std::string text;
    for (auto const byte : digest) text += fmt::format("{:02x}", byte);
    return text;
}

std::string sha512_of(std::string_view bytes) {
    sha512_ctx context{};
    sha512_init(&context);
    sha512_update(&context, bytes.size(), data_of(bytes));
    std::array<std::uint8_t, SHA512_DIGEST_SIZE> digest{};
    sha512_digest(&context, digest.size(), digest.data());
    return "sha512:" + hexadecimal(digest);
}

}  // namespace

std::string sha256_of(std::string_view bytes) {
    sha256_ctx context{};
    sha256_init(&context);
    sha256_update(&context, bytes.size(), data_of(bytes));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context, digest.size(), digest.data());
    return sha256_text(digest);
}

std::string sha256_text(std::span<std::uint8_t const> digest) {
    return "sha256:" + hexadecimal(digest);
}

bool is_sha256(std::string_view digest) {
    constexpr std::string_view algorithm = "sha256:";
    if (!digest.starts_with(algorithm)) return false;
    digest.remove_prefix(algorithm.size());
    return digest.size() == sha256_digits && digest.find_first_not_of(hexadecimals) == digest.npos;
}

bool has_digest(std::string_view bytes, std::string_view digest) {
    if (digest.starts_with("sha256:")) return sha256_of(bytes) == digest;
    if (digest.starts_with("sha512:")) return sha512_of(bytes) == digest;
    return true;
}

std::string changed_bytes(std::string_view digest) {
    return fmt::format("its bytes have another digest, {}: the image was changed or damaged",
                       digest);
}

std::optional<std::string> digest_of_path(std::string_view path) {
    constexpr std::string_view blobs = "blobs/";
    constexpr std::string_view json = ".json";
    if (path.starts_with(blobs)) {
        auto const rest = path.substr(blobs.size());
        auto const slash = rest.find('/');
        if (slash == rest.npos) return std::nullopt;
        return fmt::format("{}:{}", rest.substr(0, slash), rest.substr(slash + 1));
    }
    if (path.size() != sha256_digits + json.size() || !path.ends_with(json)) return std::nullopt;
    auto digest = fmt::format("sha256:{}", path.substr(0, sha256_digits));
    if (!is_sha256(digest)) return std::nullopt;
    return digest;
}

std::optional<std::string> blob_path(std::string_view digest) {
    constexpr std::string_view of_algorithm = "abcdefghijklmnopqrstuvwxyz0123456789+._-";
    auto const colon = digest.find(':');
    if (colon == digest.npos || colon == 0) return std::nullopt;
    auto const algorithm = digest.substr(0, colon);
    auto const digits = digest.substr(colon + 1);
    if (algorithm.find_first_not_of(of_algorithm) != digest.npos) return std::nullopt;
    if (algorithm.find_first_not_of('.') == digest.npos) return std::nullopt;
    if (digits.empty() || digits.find_first_not_of(hexadecimals) != digest.npos)
        return std::nullopt;
    return fmt::format("blobs/{}/{}", algorithm, digits);
}

}  // namespace dockcheck::image
