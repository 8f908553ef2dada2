// Lines of /etc/passwd, /etc/group and /etc/shadow.
#pragma once

#include <string_view>
#include <vector>

namespace dockcheck::model {

/// One account or group.
struct AccountLine {
    std::string_view name;
    std::string_view password;
    std::string_view id;  ///< the third field: a number in passwd and group
};

/// The entries that have at least two fields; comments and what NIS adds (+, -) are left out.
std::vector<AccountLine> account_lines(std::string_view text);

}  // namespace dockcheck::model
