// Reading the tags of the image php.
#include "analyzer/model/php_releases.hpp"

#include <algorithm>
#include <limits>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {

std::optional<knowledge::PhpReleases> php_releases(Reference const& root) {
    constexpr int oldest = 506;
    if (auto const version = language_of(root)) {
        if (version->language != "PHP" || version->major > 99) return std::nullopt;
        int const major = static_cast<int>(version->major) * 100;
        knowledge::PhpReleases releases{major, major + 99};
        if (version->minor) {
            releases.first += static_cast<int>(std::min(*version->minor, std::uint32_t{99}));
            releases.last = releases.first;
        }
        return releases.first < oldest ? std::nullopt : std::optional(releases);
    }
    static constexpr WordList newest_tags =
        " latest cli fpm apache zts alpine cli-alpine fpm-alpine zts-alpine ";
    if (!root.image.digest.empty() || !newest_tags.holds(tag_of(root.image))) return std::nullopt;
    constexpr int newest = 805;
    return knowledge::PhpReleases{newest, std::numeric_limits<int>::max() - 1};
}

}  // namespace dockcheck::model
