// The first memory of the program, in one piece: zig's C library gives each size pages of its own,
// which the system lays out one by one, and a start asks for many sizes of which it needs little.
// What is given back is not used again, nor is what is left when a request does not fit: it is less
// than a start takes. Beyond this piece memory comes from the C library as ever.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t size_of_all = std::size_t{256} * 1024;
constexpr std::size_t alignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

alignas(4096) std::byte memory[size_of_all];  // NOLINT(*-avoid-c-arrays): not to be cleared
std::atomic<std::size_t> used = 0;

/// A piece of the first memory, or nullptr.
void* take(std::size_t size) {
    if (size > size_of_all || used.load(std::memory_order_relaxed) >= size_of_all) return nullptr;
    auto const rounded = (size + alignment - 1) / alignment * alignment;
    auto const begin = used.fetch_add(rounded, std::memory_order_relaxed);
    return begin + rounded <= size_of_all ? memory + begin : nullptr;
}

bool is_of_start(void const* piece) {
    auto const address = reinterpret_cast<std::uintptr_t>(piece);
    auto const begin = reinterpret_cast<std::uintptr_t>(memory);
    return address >= begin && address < begin + size_of_all;
}

}  // namespace

void* operator new(std::size_t size) {
    auto const wanted = size == 0 ? 1 : size;
    if (auto* const piece = take(wanted)) return piece;
    if (auto* const piece = std::malloc(wanted)) return piece;
    throw std::bad_alloc();
}

void operator delete(void* piece) noexcept {
    if (!is_of_start(piece)) std::free(piece);
}

void operator delete(void* piece, std::size_t /*size*/) noexcept { operator delete(piece); }
