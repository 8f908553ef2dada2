// Accounts that well-known images have for applications, besides root as whom they run.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/knowledge/images.hpp"

namespace dockcheck::knowledge {

struct Account {
    std::string_view name;
    std::string_view number;
};

/// The account of an image; nothing for those that have none or are not known. `image` is a name as
/// the tables have it.
std::optional<Account> account_of(std::string_view image, ImageFamily family);

/// The account whose number an image has certainly given away: that of account_of(), and the
/// account ubuntu of Ubuntu 23.04 to 24.10.
std::optional<Account> numbered_account_of(std::string_view image, std::string_view tag,
                                           ImageFamily family);

}  // namespace dockcheck::knowledge
