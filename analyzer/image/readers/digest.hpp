// Checking what is kept under its digest.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dockcheck::image {

/// The digest that a path stands for: blobs/sha256/HEX, or HEX.json as docker save writes it;
/// nothing for other paths.
std::optional<std::string> digest_of_path(std::string_view path);
/// "sha256:HEX" of the bytes.
std::string sha256_of(std::string_view bytes);
/// The same of a digest that was made elsewhere.
std::string sha256_text(std::span<std::uint8_t const> digest);
/// Whether a text is "sha256:" and 64 hexadecimal digits.
bool is_sha256(std::string_view digest);
/// Whether the bytes have the digest. One by an algorithm that is not known here is taken for
/// right.
bool has_digest(std::string_view bytes, std::string_view digest);
/// What an error says of bytes that have not the digest which they should have, but this one.
std::string changed_bytes(std::string_view digest);

}  // namespace dockcheck::image
