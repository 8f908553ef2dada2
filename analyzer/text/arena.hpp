// Memory that is handed out piece by piece and given back all at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzer/text/pages.hpp"

namespace dockcheck {

/// Owns everything that was parsed or derived from one file. Nothing is destroyed one by one, so
/// only trivially destructible types go in. reset() keeps the blocks: a second file costs no
/// allocation.
class Arena {
 public:
    Arena() = default;
    ~Arena() {
        free_down_to(large_, 0);
        free_down_to(blocks_, 0);
    }
    Arena(Arena const&) = delete;
    Arena& operator=(Arena const&) = delete;

    /// Room for `count` objects, not yet constructed.
    template <typename T>
    T* allocate(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        return static_cast<T*>(bytes(count * sizeof(T), alignof(T)));
    }

    /// A copy of a range of objects.
    template <typename Range>
    requires(!std::is_convertible_v<Range const&, std::string_view>) auto copy(Range const& items) {
        using T = std::remove_cv_t<typename Range::value_type>;
        T* const room = allocate<T>(items.size());
        std::uninitialized_copy(items.begin(), items.end(), room);
        return std::span<T>(room, items.size());
    }

    /// A copy of a text.
    std::string_view copy(std::string_view text) {
        char* const room = allocate<char>(text.size());
        std::copy(text.begin(), text.end(), room);
        return {room, text.size()};
    }

    /// One text behind another.
    std::string_view joined(std::string_view one, std::string_view other) {
        char* const room = allocate<char>(one.size() + other.size());
        std::copy(other.begin(), other.end(), std::copy(one.begin(), one.end(), room));
        return {room, one.size() + other.size()};
    }

    /// One object, constructed in place.
    template <typename T, typename... Arguments>
    T* make(Arguments&&... arguments) {
        return ::new (allocate<T>(1)) T{std::forward<Arguments>(arguments)...};
    }

    /// Makes what was handed out last larger where it is. `end` is where it ended; false when
    /// something else was handed out since, or when there is no room.
    bool extend(void const* end, std::size_t size) {
        if (memory_ + used_ != end || size > room_ - used_) return false;
        used_ += size;
        return true;
    }

    /// Makes a large piece (pages.hpp) larger, moving it where it must; so that nothing of
    /// it is kept twice. Nullptr for a smaller one.
    void* enlarge(void* piece, std::size_t size) {
        auto const known = std::find_if(large_.rbegin(), large_.rend(), [piece](Block const& each) {
            return each.memory == piece;
        });
        if (known == large_.rend()) return nullptr;
        known->memory = static_cast<std::byte*>(resize_piece(piece, known->size, size));
        known->size = size;
        return known->memory;
    }

    /// Takes over a large piece (pages.hpp) that is to live as long as what it hands out.
    void adopt(void* piece, std::size_t size) {
        large_.push_back({static_cast<std::byte*>(piece), size});
    }

    /// Where it is now.
    struct Mark {
        std::size_t block;
        std::size_t used;
        std::size_t large;
    };
    [[nodiscard]] Mark mark() const { return {block_, used_, large_.size()}; }
    /// Takes back all that was handed out since; nothing older may have grown in between.
    void rewind(Mark mark) {
        free_down_to(large_, mark.large);
        if (blocks_.empty()) return;
        block_ = mark.block;
        memory_ = blocks_[block_].memory;
        room_ = blocks_[block_].size;
        used_ = mark.used;
    }

    /// Forgets everything and keeps the memory, but for that which only a huge file needed.
    void reset() {
        free_down_to(large_, 0);
        free_down_to(blocks_, most_kept);
        block_ = 0;
        memory_ = blocks_.empty() ? nullptr : blocks_.front().memory;
        room_ = blocks_.empty() ? 0 : blocks_.front().size;
        used_ = 0;
    }

 private:
    struct Block {
        std::byte* memory;
        std::size_t size;
    };

    [[gnu::always_inline]] void* bytes(std::size_t size, std::size_t alignment) {
        auto const begin = (used_ + alignment - 1) & ~(alignment - 1);
        if (size >= large_piece || begin + size >= room_) return bytes_elsewhere(size);
        used_ = begin + size;
        return memory_ + begin;
    }
    [[gnu::noinline]] void* bytes_elsewhere(std::size_t size) {
        return size >= large_piece ? own_piece(size) : next_block(size);
    }

    /// A piece of its own, which can be made larger.
    void* own_piece(std::size_t size) {
        void* const piece = take_piece(size);
        adopt(piece, size);
        return piece;
    }
    static void free_down_to(std::vector<Block>& pieces, std::size_t kept) {
        for (; pieces.size() > kept; pieces.pop_back())
            free_piece(pieces.back().memory, pieces.back().size);
    }

    /// Goes on to the first block behind this one that has room for so much.
    void* next_block(std::size_t size) {
        if (room_ != 0) ++block_;
        while (block_ < blocks_.size() && size > blocks_[block_].size) ++block_;
        if (block_ == blocks_.size()) {
            auto const room = std::max(size, first_block << std::min<std::size_t>(block_, 8));
            blocks_.push_back({static_cast<std::byte*>(take_piece(room)), room});
        }
        memory_ = blocks_[block_].memory;
        room_ = blocks_[block_].size;
        used_ = size;
        return memory_;
    }

    static constexpr std::size_t first_block = std::size_t{16} * 1024;
    static constexpr std::size_t most_kept = 6;  // blocks; each is twice as large as the last
    std::vector<Block> blocks_;
    std::vector<Block> large_;  ///< pieces outside the blocks
    std::size_t block_ = 0;
    std::byte* memory_ = nullptr;  ///< of that block
    std::size_t room_ = 0;         ///< its size; 0 before the first one
    std::size_t used_ = 0;
};

}  // namespace dockcheck
