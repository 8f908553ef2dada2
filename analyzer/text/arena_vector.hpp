// Lists that grow in an arena.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "analyzer/text/arena.hpp"

namespace dockcheck {

/// A vector whose items live as long as its arena: what it grew to can be kept by a span. Room that
/// was outgrown lies unused until the arena is reset.
template <typename T>
class ArenaVector {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
    using value_type = T;

    explicit ArenaVector(Arena& arena) : arena_(&arena) {}

    T& push_back(T const& item) { return emplace_back(item); }
    template <typename... Arguments>
    T& emplace_back(Arguments&&... arguments) {
        if (size_ == capacity_) {
            T const item{std::forward<Arguments>(arguments)...};  // may be one of ours
            return push_grown(item);
        }
        return *std::construct_at(items_ + size_++, T{std::forward<Arguments>(arguments)...});
    }
    void append(std::span<T const> items) {
        if (items.empty()) return;
        if (size_ + items.size() > capacity_) grow(size_ + items.size());
        std::uninitialized_copy(items.begin(), items.end(), items_ + size_);
        size_ += static_cast<std::uint32_t>(items.size());
    }
    void assign(std::span<T const> items) {
        clear();
        append(items);
    }
    void resize(std::size_t size, T const& item = T{}) {
        if (size > capacity_) grow(size);
        if (size > size_) std::uninitialized_fill(items_ + size_, items_ + size, item);
        size_ = static_cast<std::uint32_t>(size);
    }
    void reserve(std::size_t size) {
        if (size > capacity_) grow(size);
    }
    void pop_back() { --size_; }
    /// Drops what stands behind the first `size` items.
    void truncate(std::size_t size) { size_ = std::min(size_, static_cast<std::uint32_t>(size)); }
    void clear() { size_ = 0; }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] T* begin() { return items_; }
    [[nodiscard]] T* end() { return items_ + size_; }
    [[nodiscard]] T const* begin() const { return items_; }
    [[nodiscard]] T const* end() const { return items_ + size_; }
    T& operator[](std::size_t i) { return items_[i]; }
    T const& operator[](std::size_t i) const { return items_[i]; }
    T& front() { return items_[0]; }
    [[nodiscard]] T const& front() const { return items_[0]; }
    T& back() { return items_[size_ - 1]; }
    [[nodiscard]] T const& back() const { return items_[size_ - 1]; }
    [[nodiscard]] std::span<T> items() const { return {items_, size_}; }

 private:
    static constexpr std::size_t first_capacity = sizeof(T) > 48 ? 1 : 64 / sizeof(T);

    [[gnu::noinline]] T& push_grown(T const& item) {
        grow(size_ + 1);
        return *std::construct_at(items_ + size_++, item);
    }
    [[gnu::noinline]] void grow(std::size_t least) {
        auto const room = std::max({least, 2 * std::size_t{capacity_}, first_capacity});
        // What was handed out last can often be made longer where it is.
        bool const is_longer =
            items_ != nullptr && arena_->extend(items_ + capacity_, (room - capacity_) * sizeof(T));
        void* const moved =
            is_longer || items_ == nullptr ? nullptr : arena_->enlarge(items_, room * sizeof(T));
        if (moved != nullptr) {
            items_ = static_cast<T*>(moved);
        } else if (!is_longer) {
            T* const larger = arena_->allocate<T>(room);
            std::uninitialized_copy(items_, items_ + size_, larger);
            items_ = larger;
        }
        capacity_ = static_cast<std::uint32_t>(room);
    }

    Arena* arena_;
    T* items_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
};

}  // namespace dockcheck
