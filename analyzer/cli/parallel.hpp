// Work on several threads whose results are taken in order.
#pragma once

#include <cstddef>

#include "analyzer/text/function_ref.hpp"

namespace dockcheck::cli {

/// Calls `work(i)` for every i below `count` on up to `jobs` threads, and `take(i)` on this thread,
/// in order, each after its work is done.
void in_order(std::size_t count, unsigned jobs, FunctionRef<void(std::size_t)> work,
              FunctionRef<void(std::size_t)> take);

/// Threads to use for so many files when the user named no number.
unsigned usual_jobs(std::size_t files);

}  // namespace dockcheck::cli
