// Lookup of tags that are built no more.
#include "analyzer/knowledge/final_releases.hpp"

#include <algorithm>
#include <compare>
#include <optional>

#include "analyzer/knowledge/final_releases.table.hpp"
#include "analyzer/knowledge/images.hpp"

namespace dockcheck::knowledge {
namespace {

bool is_cipher(char c) { return c >= '0' && c <= '9'; }

bool begins_with_number(std::string_view text) { return !text.empty() && is_cipher(text.front()); }

/// The part in front of the separator, taken off with it.
std::string_view take_front(std::string_view& text, std::string_view separator) {
    auto const end = std::min(text.find(separator), text.size());
    auto const part = text.substr(0, end);
    text.remove_prefix(std::min(end + separator.size(), text.size()));
    return part;
}

bool lists_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        if (take_front(words, " ") == word) return true;
    }
    return false;
}

/// A number at the front of a version, taken off with the sign behind it: 8u151 -> 8 and u.
struct VersionNumber {
    unsigned value = 0;
    char sign = '\0';
};

std::optional<VersionNumber> take_version_number(std::string_view& version) {
    if (version.empty() || !is_cipher(version.front())) return std::nullopt;
    VersionNumber number;
    while (!version.empty() && is_cipher(version.front())) {
        if (number.value > 9'999'999) return std::nullopt;
        number.value = number.value * 10 + static_cast<unsigned>(version.front() - '0');
        version.remove_prefix(1);
    }
    if (version.empty()) return number;
    number.sign = version.front();
    if (number.sign != '.' && number.sign != 'u') return std::nullopt;
    version.remove_prefix(1);
    return number;
}

/// Which of two versions is greater; unordered when they are not written in the same way.
std::partial_ordering order_of(std::string_view left, std::string_view right) {
    auto result = std::partial_ordering::equivalent;
    while (!left.empty() || !right.empty()) {
        auto const one = take_version_number(left);
        auto const other = take_version_number(right);
        if (!one || !other || one->sign != other->sign) return std::partial_ordering::unordered;
        if (result == 0) result = one->value <=> other->value;
    }
    return result;
}

/// The words of a tag without some.
bool same_words(std::string_view tag, std::string_view wanted, std::string_view without) {
    while (!tag.empty()) {
        auto const word = take_front(tag, "-");
        if (lists_word(without, word)) continue;
        if (take_front(wanted, "-") != word) return false;
    }
    return wanted.empty();
}

bool stands_in(FinalReleasesRow const& row, std::string_view tag) {
    for (auto items = row.tags; !items.empty();) {
        auto item = take_front(items, " ");
        if (!begins_with_number(item)) {
            if (item == tag || same_words(tag, item, row.words)) return true;
            continue;
        }
        auto last = take_front(item, "-");
        auto const first = take_front(last, "..");
        auto words = tag;
        auto const version = take_front(words, "-");
        if (!(order_of(first, version) <= 0)) continue;
        if (!(order_of(version, last.empty() ? first : last) <= 0)) continue;
        if (same_words(words, item, row.words)) return true;
    }
    return false;
}

/// An image of one processor, whose tags may have ended earlier than those of all.
bool is_of_one_processor(std::string_view image) {
    static constexpr std::string_view folders[] = {"arm32v5/", "arm32v6/", "arm32v7/",
                                                   "arm64v8/", "i386/",    "ppc64le/",
                                                   "s390x/",   "riscv64/", "mips64le/"};
    return std::ranges::any_of(
        folders, [&](std::string_view folder) { return image.find(folder) != image.npos; });
}

}  // namespace

std::string_view final_release(std::string_view image, std::string_view tag) {
    auto const name = canonical_name(image);
    auto const* row =
        std::ranges::lower_bound(final_releases_table, name, {}, &FinalReleasesRow::image);
    for (; row != std::ranges::end(final_releases_table) && row->image == name; ++row) {
        if (stands_in(*row, tag)) return is_of_one_processor(image) ? "" : row->release;
    }
    return {};
}

}  // namespace dockcheck::knowledge
