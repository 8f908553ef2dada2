// Getting the blocks of arenas from the system.
#include "analyzer/text/arena.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace dockcheck {

std::byte* Arena::new_block(std::size_t& size) {
    void* memory = nullptr;
#if defined(__linux__)
    constexpr std::size_t large_page = std::size_t{2} << 20;
    if (size >= large_page) {
        size = (size + large_page - 1) & ~(large_page - 1);
        memory = std::aligned_alloc(large_page, size);
        if (memory == nullptr) std::abort();  // as operator new ends a program without exceptions
        (void)::madvise(memory, size, MADV_HUGEPAGE);  // it is only advice
        return static_cast<std::byte*>(memory);
    }
#endif
    memory = std::malloc(size);
    if (memory == nullptr) std::abort();  // as operator new ends a program without exceptions
    return static_cast<std::byte*>(memory);
}

}  // namespace dockcheck
