// A table by name that lives in an arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/text/arena_vector.hpp"

namespace dockcheck {

/// Values by name, in the order of their first use. Names are views that outlive the table.
template <typename T>
class ArenaMap {
 public:
    struct Entry {
        std::string_view name;
        std::uint32_t hash = 0;
        std::uint32_t next = none;  ///< of the same chain
        T value;
    };

    explicit ArenaMap(Arena& arena) : entries_(arena), heads_(arena) {}

    /// In the order of first use; size() for a name that has no value.
    [[nodiscard]] std::size_t index_of(std::string_view name) const {
        return entries_.empty() ? 0 : index_of(name, hash_of(name));
    }
    [[nodiscard]] T const* find(std::string_view name) const {
        auto const at = index_of(name);
        return at < entries_.size() ? &entries_[at].value : nullptr;
    }
    [[nodiscard]] T* find(std::string_view name) {
        return const_cast<T*>(static_cast<ArenaMap const*>(this)->find(name));
    }
    /// The value of the name; `value` where there is none yet. The reference holds until the next
    /// new name.
    T& get(std::string_view name, T const& value) {
        auto const hash = hash_of(name);
        if (auto const at = index_of(name, hash); at < entries_.size()) return entries_[at].value;
        entries_.push_back({name, hash, none, value});
        if (entries_.size() == few + 1 || entries_.size() > heads_.size()) {
            chain_all();
        } else if (!heads_.empty()) {
            chain(static_cast<std::uint32_t>(entries_.size() - 1));
        }
        return entries_.back().value;
    }
    /// That of an index.
    T& operator[](std::size_t index) { return entries_[index].value; }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    /// In the order of their first use.
    [[nodiscard]] Entry const* begin() const { return entries_.begin(); }
    [[nodiscard]] Entry const* end() const { return entries_.end(); }

 private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    /// So many are looked through one by one.
    static constexpr std::size_t few = 8;

    // FNV-1a
    static std::uint32_t hash_of(std::string_view name) {
        std::uint32_t hash = 2166136261U;
        for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
        return hash;
    }
    [[nodiscard]] std::size_t index_of(std::string_view name, std::uint32_t hash) const {
        for (auto at = first(hash); at < entries_.size(); at = next(at)) {
            if (entries_[at].hash == hash && entries_[at].name == name) return at;
        }
        return entries_.size();
    }
    [[nodiscard]] std::uint32_t first(std::uint32_t hash) const {
        return heads_.empty() ? 0 : heads_[hash & (heads_.size() - 1)];
    }
    [[nodiscard]] std::uint32_t next(std::uint32_t at) const {
        return heads_.empty() ? at + 1 : entries_[at].next;
    }
    void chain(std::uint32_t at) {
        auto& head = heads_[entries_[at].hash & (heads_.size() - 1)];
        entries_[at].next = head;
        head = at;
    }
    void chain_all() {
        if (entries_.size() <= few) return;
        auto size = heads_.empty() ? 4 * few : 2 * heads_.size();
        heads_.clear();
        heads_.resize(size, none);
        for (std::uint32_t at = 0; at < entries_.size(); ++at) chain(at);
    }

    ArenaVector<Entry> entries_;
    ArenaVector<std::uint32_t> heads_;  ///< a power of two of chains; empty while there are few
};

}  // namespace dockcheck
