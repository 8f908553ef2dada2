// Lookup of tags that are built no more.
#include "analyzer/knowledge/final_releases.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <iterator>
#include <optional>

#include "analyzer/knowledge/final_releases.table.hpp"
#include "analyzer/knowledge/images.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr bool begins_with_number(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// The part in front of the separator, taken off with it.
constexpr std::string_view take_front(std::string_view& text, std::string_view separator) {
    auto const end = std::min(text.find(separator), text.size());
    auto const part = text.substr(0, end);
    text.remove_prefix(std::min(end + separator.size(), text.size()));
    return part;
}

/// The version at the front of a tag: 3.7.6, 8u151.
struct TagVersion {
    std::array<unsigned, 4> numbers{};
    unsigned count = 0;
    bool is_update = false;  ///< written with a u, as those of Java

    [[nodiscard]] constexpr bool is_written_like(TagVersion const& other) const {
        return count == other.count && is_update == other.is_update;
    }
};

constexpr std::optional<TagVersion> tag_version(std::string_view text) {
    TagVersion version;
    while (begins_with_number(text) && version.count < version.numbers.size()) {
        auto& number = version.numbers[version.count++];
        while (begins_with_number(text)) {
            if (number > 9'999'999) return std::nullopt;
            number = number * 10 + static_cast<unsigned>(text.front() - '0');
            text.remove_prefix(1);
        }
        if (text.empty()) return version;
        bool const is_dot = text.front() == '.';
        if (!is_dot && (text.front() != 'u' || version.count != 1)) return std::nullopt;
        if (!is_dot) version.is_update = true;
        text.remove_prefix(1);
    }
    return std::nullopt;
}

/// One of the tags of a row: versions from first to last, or none, and the other parts of the tag.
struct FinalTags {
    FinalReleasesRow const* row = nullptr;
    TagVersion first;
    TagVersion last;
    std::string_view words;
};

/// Not constexpr: a table with a version that cannot be read does not compile.
void refuse_version() {}

constexpr FinalTags final_tags(FinalReleasesRow const& row, std::string_view item) {
    if (!begins_with_number(item)) return {&row, {}, {}, item};
    auto last = take_front(item, "-");
    auto const first = tag_version(take_front(last, ".."));
    auto const end = last.empty() ? first : tag_version(last);
    if (!first || !end || !first->is_written_like(*end)) refuse_version();
    return {&row, *first, *end, item};
}

constexpr std::size_t final_tags_count = [] {
    std::size_t count = 0;
    for (auto const& row : final_releases_table) {
        count += 1 + static_cast<std::size_t>(std::ranges::count(row.tags, ' '));
    }
    return count;
}();

/// All tags of the table, in its order: that of the images' names.
constexpr auto all_final_tags = [] {
    std::array<FinalTags, final_tags_count> all{};
    std::size_t count = 0;
    for (auto const& row : final_releases_table) {
        for (auto items = row.tags; !items.empty();)
            all[count++] = final_tags(row, take_front(items, " "));
    }
    return all;
}();

bool lists_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        if (take_front(words, " ") == word) return true;
    }
    return false;
}

/// Whether the words of a tag are those wanted and some that change nothing.
bool same_words(std::string_view tag, std::string_view wanted, std::string_view without) {
    while (!tag.empty()) {
        auto const word = take_front(tag, "-");
        if (lists_word(without, word)) continue;
        if (take_front(wanted, "-") != word) return false;
    }
    return wanted.empty();
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
    auto const name_in = [](FinalTags const& tags) { return tags.row->image; };
    auto const* item = std::ranges::lower_bound(all_final_tags, name, {}, name_in);
    if (item == all_final_tags.end() || item->row->image != name) return {};
    if (is_of_one_processor(image)) return {};
    auto words = tag;
    TagVersion version;
    if (begins_with_number(tag)) {
        auto const read = tag_version(take_front(words, "-"));
        if (!read) return {};
        version = *read;
    }
    for (; item != all_final_tags.end() && item->row->image == name; ++item) {
        if (!version.is_written_like(item->first)) continue;
        if (version.numbers < item->first.numbers || version.numbers > item->last.numbers) continue;
        bool const is_name = version.count == 0 && item->words == words;
        if (is_name || same_words(words, item->words, item->row->words)) return item->row->release;
    }
    return {};
}

}  // namespace dockcheck::knowledge
