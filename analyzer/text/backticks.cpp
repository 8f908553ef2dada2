// See the header.
#include "analyzer/text/backticks.hpp"

#include <algorithm>

namespace dockcheck {

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (char const c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace dockcheck
