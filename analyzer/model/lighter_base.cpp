// Tags as the images' pages on Docker Hub list them (2026-11-27).
#include "analyzer/model/lighter_base.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// `3.12.4-bookworm` in two: the version and what stands behind its `-`.
struct Tag {
    std::string_view version;
    std::string_view rest;
};

Tag parts_of(std::string_view tag) {
    auto const dash = tag.find('-');
    return {tag.substr(0, dash), dash == tag.npos ? std::string_view() : tag.substr(dash + 1)};
}

bool names_version(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == text.npos;
}

constexpr WordTable debian_releases = " bullseye bookworm trixie ";

/// `3.12` and `3.12-bookworm`: python puts `slim` in front of the release, node behind it.
std::optional<std::string> slim_tag(std::string_view tag, bool is_python) {
    auto const [version, release] = parts_of(tag);
    if (!names_version(version)) return std::nullopt;
    auto const front = std::string(version) + "-";
    if (release.empty()) return front + "slim";
    if (!debian_releases.holds(release)) return std::nullopt;
    return is_python ? front + "slim-" + std::string(release)
                     : front + std::string(release) + "-slim";
}

/// `21`, `21-jdk` and `21-jdk-jammy` of eclipse-temurin; some versions have no JRE.
std::optional<std::string> jre_tag(std::string_view tag) {
    auto const [version, rest] = parts_of(tag);
    static constexpr WordTable with_jre = " 8 11 17 21 22 23 24 25 ";
    if (!with_jre.holds(version)) return std::nullopt;
    static constexpr WordTable systems = " alpine focal jammy noble ubi9-minimal ubi10-minimal ";
    auto system = rest;
    if (system == "jdk") system = {};
    if (system.starts_with("jdk-")) system.remove_prefix(4);
    if (!system.empty() && !systems.holds(system)) return std::nullopt;
    auto const front = std::string(version) + "-jre";
    return system.empty() ? front : front + "-" + std::string(system);
}

}  // namespace

std::optional<LighterBase> lighter_base(Reference const& base) {
    if (base.kind != Reference::Kind::image || !base.image.digest.empty()) return std::nullopt;
    auto const name = name_of(base.image);
    auto const written = base.value.text_or_empty();
    auto const tag = base.image.tag;
    constexpr std::string_view sdk = "mcr.microsoft.com/dotnet/sdk";
    if (name == sdk) {
        // 8.0.404 is a version of the SDK, which brings a runtime of another number.
        auto const version = parts_of(tag).version;
        if (!names_version(version) || std::ranges::count(version, '.') != 1) return std::nullopt;
        return LighterBase{HeavyBase::dotnet,
                           "mcr.microsoft.com/dotnet/aspnet:" + std::string(tag)};
    }
    std::optional<std::string> lighter;
    auto language = HeavyBase::java;
    if (name == "python" || name == "node") {
        language = name == "python" ? HeavyBase::python : HeavyBase::node;
        lighter = slim_tag(tag, name == "python");
    } else if (name == "eclipse-temurin") {
        lighter = jre_tag(tag);
    }
    if (!lighter) return std::nullopt;
    auto const plain = written.substr(0, written.size() - (tag.empty() ? 0 : tag.size() + 1));
    return LighterBase{language, std::string(plain) + ":" + *lighter};
}

}  // namespace dockcheck::model
