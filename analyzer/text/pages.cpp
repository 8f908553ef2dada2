// Pages from the system where it can move them; else the heap.
#include "analyzer/text/pages.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace dockcheck {
namespace {

[[noreturn]] void no_memory() {
    ::operator delete(::operator new (~std::size_t{0} / 2));
    std::abort();
}

#ifdef __linux__
// Where this much is asked for, pages of 2 MB take a tenth of the time to come.
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t least_huge = 2 * huge_page;

std::size_t in_pages(std::size_t size) {
    constexpr std::size_t page = 4096;
    auto const unit = size < least_huge ? page : huge_page;
    return (size + unit - 1) / unit * unit;
}

void* as_huge(void* pages, std::size_t size) {
    if (pages == MAP_FAILED) no_memory();
    if (size >= least_huge) (void)::madvise(pages, in_pages(size), MADV_HUGEPAGE);
    return pages;
}

void* take_pages(std::size_t size) {
    auto* const pages =
        ::mmap(nullptr, in_pages(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return as_huge(pages, size);
}

void* move_pages(void* pages, std::size_t size, std::size_t new_size) {
    return as_huge(::mremap(pages, in_pages(size), in_pages(new_size), MREMAP_MAYMOVE), new_size);
}

void free_pages(void* pages, std::size_t size) { (void)::munmap(pages, in_pages(size)); }
#else
void* checked(void* memory) {
    if (memory == nullptr) no_memory();
    return memory;
}
void* take_pages(std::size_t size) { return checked(std::malloc(size)); }
void* move_pages(void* pages, std::size_t, std::size_t new_size) {
    return checked(std::realloc(pages, new_size));
}
void free_pages(void* pages, std::size_t) { std::free(pages); }
#endif

}  // namespace

void* take_piece(std::size_t size) {
    if (size >= large_piece) return take_pages(size);
    return ::operator new(size);
}

void* resize_piece(void* piece, std::size_t size, std::size_t new_size) {
    if (piece == nullptr) return take_piece(new_size);
    if (size >= large_piece && new_size >= large_piece) return move_pages(piece, size, new_size);
    auto* const memory = take_piece(new_size);
    std::memcpy(memory, piece, std::min(size, new_size));
    free_piece(piece, size);
    return memory;
}

void free_piece(void* piece, std::size_t size) {
    if (piece == nullptr) return;
    if (size >= large_piece) return free_pages(piece, size);
    ::operator delete(piece);
}

}  // namespace dockcheck
