// Which version of which language a base image brings, and with which C library.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// Parts of a version; a part that is not given may be anything.
struct LanguageVersion {
    std::string_view language;  ///< "Python", "Node.js", "Ruby", "PHP", "Go", "Rust", ".NET"
    std::string_view text;      ///< as the tag has it: "3.12"
    std::uint32_t major = 0;
    std::optional<std::uint32_t> minor;
    std::optional<std::uint32_t> patch;
};

/// The language of an official image by its tag; nothing for tags that name no version.
std::optional<LanguageVersion> language_of(Reference const& base);

enum class LibC : std::uint8_t { unknown, glibc, musl };

LibC libc_of(Reference const& base);

}  // namespace dockcheck::model
