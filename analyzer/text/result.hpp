// How a function says that the environment, not the input under analysis, failed.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace dockcheck {

/// What kept us from doing the job. `where` is "file:line:column" or a file name, or empty.
struct Error {
    std::string where;
    std::string text;
};

template <typename T>
using Result = tl::expected<T, Error>;

}  // namespace dockcheck
