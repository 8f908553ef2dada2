// Reading versions out of tags.
#include "analyzer/model/language.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

struct Language {
    std::string_view image;
    std::string_view name;
};

constexpr Language languages[] = {
    {"golang", "Go"},     {"mcr.microsoft.com/dotnet/sdk", ".NET"},
    {"node", "Node.js"},  {"php", "PHP"},
    {"python", "Python"}, {"ruby", "Ruby"},
    {"rust", "Rust"},
};

/// The number in front of a text, which is taken off.
std::optional<std::uint32_t> take_number(std::string_view& text) {
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

}  // namespace

std::optional<LanguageVersion> language_of(Reference const& base) {
    if (base.kind != Reference::Kind::image) return std::nullopt;
    // Most images are of none of them: the first letter of the last name tells.
    static constexpr ByteSet first_letters("gnprs");
    auto const last_name = base.image.path.substr(base.image.path.rfind('/') + 1);
    if (last_name.empty() || !first_letters.holds(last_name.front())) return std::nullopt;
    auto const name = name_of(base.image);
    auto const canonical = knowledge::canonical_name(name);
    auto const found = std::ranges::find(languages, canonical, &Language::image);
    if (found == std::ranges::end(languages)) return std::nullopt;
    auto const tag = base.image.tag;
    LanguageVersion version;
    version.language = found->name;
    version.text = tag.substr(0, tag.find_first_not_of("0123456789."));
    auto rest = version.text;
    auto const major = take_number(rest);
    if (!major) return std::nullopt;
    version.major = *major;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        version.minor = take_number(rest);
    }
    if (version.minor && rest.starts_with('.')) {
        rest.remove_prefix(1);
        version.patch = take_number(rest);
    }
    return version;
}

LibC libc_of(Reference const& base) {
    using knowledge::ImageFamily;
    if (base.known_image == nullptr) return LibC::unknown;
    switch (base.known_image->family) {
        case ImageFamily::debian:
        case ImageFamily::ubuntu:
        case ImageFamily::rpm:
        case ImageFamily::wolfi:
            return LibC::glibc;
        case ImageFamily::alpine:
            return LibC::musl;
        default:
            return LibC::unknown;
    }
}

}  // namespace dockcheck::model
