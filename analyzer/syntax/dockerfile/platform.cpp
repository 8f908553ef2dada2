// Reading of platform specifiers.
#include "analyzer/syntax/dockerfile/platform.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "analyzer/syntax/dockerfile/go_values.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr std::array<std::string_view, 17> known_systems{
    "aix",   "android", "darwin", "dragonfly", "freebsd", "hurd",    "illumos", "ios", "js",
    "linux", "nacl",    "netbsd", "openbsd",   "plan9",   "solaris", "windows", "zos"};

constexpr std::array<std::string_view, 24> known_architectures{
    "386",     "amd64",  "amd64p32", "arm",       "arm64",       "arm64be", "armbe",   "loong64",
    "mips",    "mips64", "mips64le", "mips64p32", "mips64p32le", "mipsle",  "ppc",     "ppc64",
    "ppc64le", "riscv",  "riscv64",  "s390",      "s390x",       "sparc",   "sparc64", "wasm"};

static_assert(std::ranges::is_sorted(known_systems));
static_assert(std::ranges::is_sorted(known_architectures));

constexpr bool is_platform_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool consists_of_letters_and(std::string_view text, std::string_view others) {
    return std::ranges::all_of(text, [&](char c) {
        return is_platform_letter(c) || others.find(c) != std::string_view::npos;
    });
}

bool is_percent_encoded(std::string_view text) {
    auto const is_hex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        auto const digits = text.substr(at + 1, 2);
        if (digits.size() != 2 || !std::ranges::all_of(digits, is_hex)) return false;
    }
    return true;
}

/// `10.0.17763+win32k`, what stands in the parentheses behind an OS.
bool are_system_options(std::string_view text) {
    bool is_version = true;
    while (true) {
        auto const plus = text.find('+');
        auto const option = text.substr(0, plus);
        if (option.empty() && !is_version) return false;
        if (!consists_of_letters_and(option, "_.%-") || !is_percent_encoded(option)) return false;
        if (plus == std::string_view::npos) return true;
        text.remove_prefix(plus + 1);
        is_version = false;
    }
}

/// The name of an OS without its options, in normal form.
std::optional<std::string> parse_system(std::string_view text) {
    if (text.ends_with(')')) {
        auto const open = text.find('(');
        if (open == std::string_view::npos) return std::nullopt;
        if (!are_system_options(text.substr(open + 1, text.size() - open - 2))) return std::nullopt;
        text = text.substr(0, open);
    }
    if (text.empty() || !consists_of_letters_and(text, "_-")) return std::nullopt;
    auto name = go_lower(text);
    return name == "macos" ? "darwin" : name;
}

void normalize_architecture(Platform& platform) {
    auto& architecture = platform.architecture;
    auto& variant = platform.variant;
    if (architecture == "i386") {
        architecture = "386";
        variant.clear();
    } else if (architecture == "x86_64" || architecture == "x86-64" || architecture == "amd64") {
        architecture = "amd64";
        if (variant == "v1") variant.clear();
    } else if (architecture == "aarch64" || architecture == "arm64") {
        architecture = "arm64";
        if (variant == "8" || variant == "v8" || variant == "v8.0") variant.clear();
        if (variant == "9" || variant == "9.0" || variant == "v9.0") variant = "v9";
    } else if (architecture == "armhf") {
        architecture = "arm";
        variant = "v7";
    } else if (architecture == "armel") {
        architecture = "arm";
        variant = "v6";
    } else if (architecture == "arm") {
        if (variant.empty()) variant = "7";
        if (variant == "5" || variant == "6" || variant == "7" || variant == "8")
            variant.insert(0, 1, 'v');
    }
}

std::vector<std::string_view> platform_parts(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        auto const slash = text.find('/');
        parts.push_back(text.substr(0, slash));
        if (slash == std::string_view::npos || parts.size() == 4) return parts;
        text.remove_prefix(slash + 1);
    }
}

}  // namespace

bool is_known_os(std::string_view os) { return std::ranges::binary_search(known_systems, os); }

bool is_known_architecture(std::string_view architecture) {
    return std::ranges::binary_search(known_architectures, architecture);
}

std::optional<Platform> parse_platform(std::string_view text) {
    auto const parts = platform_parts(text);
    if (parts.size() > 3) return std::nullopt;
    auto const system = parse_system(parts.front());
    if (!system) return std::nullopt;
    for (std::size_t part = 1; part < parts.size(); ++part) {
        if (parts[part].empty() || !consists_of_letters_and(parts[part], "_.-"))
            return std::nullopt;
    }
    if (parts.size() == 1 && is_known_os(*system)) return Platform{*system, {}, {}};

    Platform result;
    result.os = parts.size() == 1 ? "" : *system;
    result.architecture = go_lower(parts.size() == 1 ? parts[0] : parts[1]);
    if (parts.size() == 3) result.variant = go_lower(parts[2]);
    normalize_architecture(result);
    if (parts.size() < 3 && result.architecture == "arm" && result.variant == "v7")
        result.variant.clear();
    if (parts.size() == 3 && result.architecture == "arm64" && result.variant.empty())
        result.variant = "v8";
    if (parts.size() == 1 && !is_known_architecture(result.architecture)) return std::nullopt;
    return result;
}

}  // namespace dockcheck::dockerfile
