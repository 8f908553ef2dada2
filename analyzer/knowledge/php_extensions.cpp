// Lookup of PHP's extensions in their table.
#include "analyzer/knowledge/php_extensions.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/knowledge/php_extensions.table.hpp"

namespace dockcheck::knowledge {
namespace {

/// "7.4" is 704.
int release_number(std::string_view text, int otherwise) {
    int major = 0;
    int minor = 0;
    auto const* const end = text.data() + text.size();
    auto const [dot, error] = std::from_chars(text.data(), end, major);
    if (error != std::errc{}) return otherwise;
    if (dot != end) std::from_chars(dot + 1, end, minor);
    return major * 100 + minor;
}

}  // namespace

PhpExtension php_extension(std::string_view name, PhpReleases releases) {
    auto const* const row = std::ranges::find_if(php_extensions_table, [&](auto const& candidate) {
        return candidate.extension == name && release_number(candidate.since, 0) <= releases.first
               && release_number(candidate.until, releases.last + 1) > releases.last;
    });
    if (row == std::ranges::end(php_extensions_table)) return {};
    return {row->debian, row->alpine, row->words};
}

}  // namespace dockcheck::knowledge
