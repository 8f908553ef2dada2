// Work on several threads whose results are taken in order.
#pragma once

#include <cstddef>

#include "analyzer/text/function_ref.hpp"

namespace dockcheck::cli {

/// Room for one result, from its work until it is taken; then another result gets it.
using Slot = std::size_t;

/// Slots that so many threads need at most.
std::size_t slots_for(unsigned jobs);

/// Calls `work(i, slot)` for every i below `count` on up to `jobs` threads, and `take(i, slot)` in
/// order, one at a time, each after its work is done and on any of the threads. The slot is nobody
/// else's in between.
void in_order(std::size_t count, unsigned jobs, FunctionRef<void(std::size_t, Slot)> work,
              FunctionRef<void(std::size_t, Slot)> take);

/// Calls `work(first, end)` for parts of the numbers below `count`, one on each of up to `jobs`
/// threads.
void in_parts(std::size_t count, unsigned jobs, FunctionRef<void(std::size_t, std::size_t)> work);

/// Threads to use for so many files when the user named no number.
unsigned usual_jobs(std::size_t files);

}  // namespace dockcheck::cli
