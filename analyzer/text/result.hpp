// How a function says that the environment, not the input under analysis, failed.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace dockcheck {

/// What kept us from doing the job. `where` is "file:line:column" or a file name, or empty.
struct Error {
    std::string where;
    std::string text;
    /// What else is wrong with the same file, in the order of its places.
    std::vector<Error> more = {};
};

template <typename T>
using Result = tl::expected<T, Error>;

}  // namespace dockcheck
