// Counts what is taken from the heap, for the whole program.
#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/bench/bench.hpp"

namespace {

// Changes all the time, on purpose: nothing else sees every operator new.
std::atomic<std::uint64_t> calls = 0;

void* take(std::size_t size) {
    calls.fetch_add(1, std::memory_order_relaxed);
    if (auto* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    std::abort();
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace dockcheck::bench {

std::uint64_t allocations() { return calls.load(std::memory_order_relaxed); }

}  // namespace dockcheck::bench
