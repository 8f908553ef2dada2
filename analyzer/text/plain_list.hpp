// Lists of plain values that are filled again and again, and grow without a second copy.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "analyzer/text/arena.hpp"
#include "analyzer/text/pages.hpp"

namespace dockcheck {

/// A vector of values that are bytes and nothing else. Emptying it keeps its memory. A large one is
/// not copied into an arena: the arena takes its memory over.
template <typename T>
class PlainList {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
    PlainList() = default;
    ~PlainList() { free_piece(items_, capacity_ * sizeof(T)); }
    PlainList(PlainList const&) = delete;
    PlainList& operator=(PlainList const&) = delete;

    T& push_back(T const& item) {
        if (size_ != capacity_) return *::new (items_ + size_++) T(item);
        T const kept = item;  // may be one of ours
        grow();
        return *::new (items_ + size_++) T(kept);
    }
    T& emplace_back() {
        if (size_ == capacity_) grow();
        return *::new (items_ + size_++) T();
    }
    void clear() { size_ = 0; }
    /// Gives the memory back when it is more than a usual file needs.
    void forget_more_than(std::size_t bytes) {
        if (capacity_ * sizeof(T) <= bytes) return;
        free_piece(std::exchange(items_, nullptr), capacity_ * sizeof(T));
        size_ = capacity_ = 0;
    }
    /// The items where the arena keeps them. The list is empty then.
    std::span<T> move_to(Arena& arena) {
        std::span<T> items(items_, size_);
        if (capacity_ * sizeof(T) < large_piece) {
            T* const room = arena.allocate<T>(size_);
            if (size_ != 0) std::memcpy(static_cast<void*>(room), items_, items.size_bytes());
            items = {room, size_};
        } else {
            arena.adopt(std::exchange(items_, nullptr), capacity_ * sizeof(T));
            capacity_ = 0;
        }
        size_ = 0;
        return items;
    }

    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] T* begin() { return items_; }
    [[nodiscard]] T* end() { return items_ + size_; }
    [[nodiscard]] T const* begin() const { return items_; }
    [[nodiscard]] T const* end() const { return items_ + size_; }
    T& operator[](std::size_t i) { return items_[i]; }
    T const& operator[](std::size_t i) const { return items_[i]; }
    T& back() { return items_[size_ - 1]; }

 private:
    void grow() {
        auto const room = std::max<std::size_t>(2 * std::size_t{capacity_}, 16);
        items_ = static_cast<T*>(resize_piece(items_, capacity_ * sizeof(T), room * sizeof(T)));
        capacity_ = static_cast<std::uint32_t>(room);
    }

    T* items_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
};

}  // namespace dockcheck
