// Checking what is kept under its digest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dockcheck::image {

/// The digest that a path stands for: blobs/sha256/HEX, or HEX.json as docker save writes it;
/// nothing for other paths.
std::optional<std::string> digest_of_path(std::string_view path);
/// "sha256:HEX" of the bytes.
std::string sha256_of(std::string_view bytes);
/// Whether the bytes have the digest. One by an algorithm that is not known here is taken for
/// right.
bool has_digest(std::string_view bytes, std::string_view digest);

}  // namespace dockcheck::image
