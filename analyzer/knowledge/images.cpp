// Lookup of images by name and the parts of their tag.
#include "analyzer/knowledge/images.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>
#include <iterator>
#include <system_error>
#include <utility>

#include "analyzer/knowledge/official_images.table.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr std::optional<std::string_view> setting(std::string_view text) {
    if (text == "?" || text == "!") return std::nullopt;
    return text == "-" ? std::string_view{} : text;
}

constexpr Rights rights_of(std::string_view user) {
    if (user == "?") return Rights::unknown;
    return user == "-" ? Rights::root : Rights::not_root;
}

/// Not constexpr: a table with a name that is not known here does not compile.
void stop_the_build() {}

/// The value whose name stands at the same place; the first one, unknown, for "?".
template <typename Value, std::size_t count>
constexpr Value named(std::string_view name, std::array<std::string_view, count> const& names) {
    for (std::size_t i = 0; i < count; ++i) {
        if (names[i] == name) return static_cast<Value>(i);
    }
    stop_the_build();
    return {};
}

constexpr std::array<std::string_view, 6> shells{"?", "none", "dash", "bash", "busybox", "cmd"};
constexpr std::array<std::string_view, 10> families{"?",       "debian",  "ubuntu", "alpine",
                                                    "rpm",     "busybox", "wolfi",  "distroless",
                                                    "scratch", "windows"};

consteval auto known_images() {
    std::array<KnownImage, std::size(official_images_table)> images{};
    for (std::size_t i = 0; i < images.size(); ++i) {
        auto const& row = official_images_table[i];
        images[i] = {row.name,
                     row.variant,
                     rights_of(row.user),
                     setting(row.user),
                     setting(row.workdir),
                     setting(row.entrypoint),
                     setting(row.cmd),
                     named<ShellKind>(row.shell, shells),
                     named<ImageFamily>(row.family, families),
                     row.environment == "-" ? std::string_view{} : row.environment};
    }
    return images;
}

constexpr auto images = known_images();
static_assert(std::ranges::is_sorted(images, {}, &KnownImage::name));

constexpr bool is_pattern(KnownImage const& image) {
    return image.name.find('*') != std::string_view::npos;
}

constexpr std::size_t pattern_count =
    static_cast<std::size_t>(std::ranges::count_if(images, is_pattern));

/// The rows whose names hold a `*`, in the order of the table.
constexpr auto patterns = [] {
    std::array<KnownImage const*, pattern_count> rows{};
    std::size_t count = 0;
    for (auto const& image : images) {
        if (is_pattern(image)) rows[count++] = &image;
    }
    return rows;
}();

/// The next word of a list, taken off its front.
std::string_view take_word(std::string_view& list, char separator) {
    auto const end = std::min(list.find(separator), list.size());
    auto const word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return word;
}

bool fits(std::string_view pattern, std::string_view text) {
    bool const may_fit = pattern.starts_with('*') || text.starts_with(pattern.front());
    if (!may_fit) return false;
    if (pattern.ends_with('*')) return text.starts_with(pattern.substr(0, pattern.size() - 1));
    if (pattern.starts_with('*')) return text.ends_with(pattern.substr(1));
    return pattern == text;
}

/// Whether a part of a tag is the word, perhaps with a version behind it (alpine3.19).
bool is_word(std::string_view part, std::string_view word) {
    return part.starts_with(word)
           && part.find_first_not_of("0123456789.", word.size()) == std::string_view::npos;
}

bool tag_has(std::string_view tag, std::string_view word) {
    while (!tag.empty()) {
        if (is_word(take_word(tag, '-'), word)) return true;
    }
    return false;
}

/// The next number of a version, taken off its front; nothing where it has no more.
std::optional<unsigned> take_version_part(std::string_view& version) {
    unsigned number = 0;
    auto const* const end = version.data() + version.size();
    auto const [rest, error] = std::from_chars(version.data(), end, number);
    if (error != std::errc{}) return std::nullopt;
    version.remove_prefix(static_cast<std::size_t>(rest - version.data()));
    if (version.starts_with('.')) version.remove_prefix(1);
    return number;
}

/// How a version stands to a limit, where one with fewer numbers is the newest that begins so.
std::strong_ordering order_to(std::string_view version, std::string_view limit) {
    while (auto const wanted = take_version_part(limit)) {
        auto const number = take_version_part(version);
        if (!number) return std::strong_ordering::greater;
        if (*number != *wanted) return *number <=> *wanted;
    }
    return std::strong_ordering::equal;
}

/// Whether the version at the front of a tag lies in a range such as 8.0.29.. or 5.7.38..5
bool is_in_range(std::string_view tag, std::string_view first, std::string_view last) {
    if (tag.empty() || tag.front() < '0' || tag.front() > '9') return false;
    auto const version = tag.substr(0, tag.find('-'));
    return order_to(version, first) >= 0 && (last.empty() || order_to(version, last) <= 0);
}

/// How much of a tag the variant tells: the more, the more words it has, and a range of versions
/// less than any word. Nothing when the tag lacks a word of it.
std::optional<int> matched_words(std::string_view variant, std::string_view tag) {
    int matched = 0;
    while (!variant.empty()) {
        auto const word = take_word(variant, ' ');
        auto const dots = word.find("..");
        if (dots == std::string_view::npos) {
            if (!tag_has(tag, word)) return std::nullopt;
            matched += 2;
        } else {
            if (!is_in_range(tag, word.substr(0, dots), word.substr(dots + 2))) return std::nullopt;
            ++matched;
        }
    }
    return matched;
}

/// A part of a tag that says which system the image is made of.
struct SystemWord {
    std::string_view word;
    ImageFamily family;
};

constexpr std::array<SystemWord, 32> system_words{{
    {"alpine", ImageFamily::alpine},      {"almalinux", ImageFamily::rpm},
    {"amazonlinux", ImageFamily::rpm},    {"azurelinux", ImageFamily::rpm},
    {"centos", ImageFamily::rpm},         {"fedora", ImageFamily::rpm},
    {"mariner", ImageFamily::rpm},        {"oraclelinux", ImageFamily::rpm},
    {"photon", ImageFamily::rpm},         {"rhel", ImageFamily::rpm},
    {"rockylinux", ImageFamily::rpm},     {"ubi", ImageFamily::rpm},
    {"leap", ImageFamily::unknown},       {"sles", ImageFamily::unknown},
    {"suse", ImageFamily::unknown},       {"wolfi", ImageFamily::wolfi},
    {"nanoserver", ImageFamily::windows}, {"windowsservercore", ImageFamily::windows},
    {"ubuntu", ImageFamily::ubuntu},      {"xenial", ImageFamily::ubuntu},
    {"bionic", ImageFamily::ubuntu},      {"focal", ImageFamily::ubuntu},
    {"jammy", ImageFamily::ubuntu},       {"noble", ImageFamily::ubuntu},
    {"oracular", ImageFamily::ubuntu},    {"plucky", ImageFamily::ubuntu},
    {"questing", ImageFamily::ubuntu},    {"resolute", ImageFamily::ubuntu},
    {"buster", ImageFamily::debian},      {"bullseye", ImageFamily::debian},
    {"bookworm", ImageFamily::debian},    {"trixie", ImageFamily::debian},
}};

/// True where the tag names a system that the row says nothing of: a variant that is newer than the
/// table.
bool is_other_system(KnownImage const& image, std::string_view tag) {
    if (image.family == ImageFamily::unknown) return false;
    while (!tag.empty()) {
        auto const part = take_word(tag, '-');
        if (part.empty() || part.front() < 'a' || part.front() > 'z') continue;
        bool const is_other = std::ranges::any_of(system_words, [&](SystemWord const& one) {
            return part.front() == one.word.front() && one.family != image.family
                   && is_word(part, one.word)
                   && image.variant.find(one.word) == std::string_view::npos;
        });
        if (is_other) return true;
    }
    return false;
}

}  // namespace

std::string_view canonical_name(std::string_view name) {
    static constexpr std::array<std::string_view, 7> hub_aliases{
        "docker.io/",          "index.docker.io/",       "registry-1.docker.io/",
        "mirror.gcr.io/",      "public.ecr.aws/docker/", "registry.hub.docker.com/",
        "registry.docker.com/"};
    static constexpr std::array<std::string_view, 11> official_prefixes{
        "library/", "amd64/",   "arm32v5/", "arm32v6/", "arm32v7/", "arm64v8/",
        "i386/",    "ppc64le/", "s390x/",   "riscv64/", "mips64le/"};
    if (name.find('/') == std::string_view::npos) return name;
    for (auto const alias : hub_aliases) {
        if (name.front() != alias.front() || !name.starts_with(alias)) continue;
        name.remove_prefix(alias.size());
        if (name.empty()) return name;
        break;
    }
    for (auto const prefix : official_prefixes) {
        if (name.front() != prefix.front() || !name.starts_with(prefix)) continue;
        name.remove_prefix(prefix.size());
        break;
    }
    return name;
}

KnownImage const* known_image(std::string_view name, std::string_view tag) {
    auto const canonical = canonical_name(name);
    KnownImage const* best = nullptr;
    // An exact name beats a pattern, a longer pattern a shorter one, then the more telling variant.
    std::pair<std::size_t, std::size_t> best_rank;
    auto const consider = [&](KnownImage const& image) {
        auto const words = matched_words(image.variant, tag);
        if (!words) return;
        std::pair const rank{image.name.size(), static_cast<std::size_t>(*words)};
        if (best != nullptr && rank <= best_rank) return;
        best = &image;
        best_rank = rank;
    };
    auto row = std::ranges::lower_bound(images, canonical, {}, &KnownImage::name);
    for (; row != images.end() && row->name == canonical; ++row) consider(*row);
    if (best != nullptr) return is_other_system(*best, tag) ? nullptr : best;
    for (auto const* const image : patterns) {
        if (fits(image->name, canonical)) consider(*image);
    }
    return best;
}

bool sets_environment(KnownImage const& image, std::string_view variable) {
    if (variable == "PATH") return true;
    for (auto names = image.environment; !names.empty();) {
        if (fits(take_word(names, ' '), variable)) return true;
    }
    return false;
}

std::string_view take_word(std::string_view& command) { return take_word(command, '|'); }

}  // namespace dockcheck::knowledge
