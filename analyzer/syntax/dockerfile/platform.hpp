// Platforms of FROM --platform: `os`, `arch`, `os/arch`, `os/arch/variant`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dockcheck::dockerfile {

/// A platform in normal form: `linux/x86_64` is linux and amd64, `armhf` arm. What is not written
/// is empty where the builder's own machine decides.
struct Platform {
    std::string os;
    std::string architecture;
    std::string variant;
    friend bool operator==(Platform const&, Platform const&) = default;
};

/// Reads as containerd's platforms package does; nothing when BuildKit refuses the text. The
/// version and features of an OS, `windows(10.0.17763)`, are checked and dropped.
std::optional<Platform> parse_platform(std::string_view text);

/// Operating systems and architectures that are known by name.
bool is_known_os(std::string_view os);
bool is_known_architecture(std::string_view architecture);

}  // namespace dockcheck::dockerfile
