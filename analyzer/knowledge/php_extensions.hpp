// Which packages the extensions of PHP need to be compiled in the official images.
#pragma once

#include <string_view>

namespace dockcheck::knowledge {

/// Releases of PHP: 704 is 7.4. A tag such as 8-fpm may stand for all from 800 to 899.
struct PhpReleases {
    int first = 0;
    int last = 0;
};

/// A row of php_extensions.tsv. Lists are separated by blanks.
struct PhpExtension {
    std::string_view debian;  ///< packages that bring the headers
    std::string_view alpine;
    std::string_view words;  ///< a package may bring them when one of these is a part of its name
};

/// Nothing in it when the extension needs no library in all these releases, or in some of them.
PhpExtension php_extension(std::string_view name, PhpReleases releases);

}  // namespace dockcheck::knowledge
