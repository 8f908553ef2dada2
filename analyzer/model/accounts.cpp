// Fields between colons.
#include "analyzer/model/accounts.hpp"

#include <algorithm>

namespace dockcheck::model {

std::vector<AccountLine> account_lines(std::string_view text) {
    std::vector<AccountLine> result;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.front() == '#' || line.front() == '+' || line.front() == '-') {
            continue;
        }
        auto const first = line.find(':');
        if (first == 0 || first == std::string_view::npos) continue;
        auto const rest = line.substr(first + 1);
        auto const second = rest.find(':');
        AccountLine account{line.substr(0, first), rest.substr(0, second), {}};
        if (second != std::string_view::npos) {
            auto const behind = rest.substr(second + 1);
            account.id = behind.substr(0, behind.find(':'));
        }
        result.push_back(account);
    }
    return result;
}

}  // namespace dockcheck::model
