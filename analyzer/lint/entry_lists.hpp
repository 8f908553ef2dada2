// Lists of entries by a number, all of them in one piece of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/lint/check.hpp"

namespace dockcheck {

struct ActiveRule;

/// What a file must be, or come with.
enum EntryNeeds : std::uint8_t {
    needs_context = 1,
    needs_layers = 2,
    needs_dockerfile = 4,
    needs_image = 8,
};

/// One function of a rule that is switched on.
struct RuleEntry {
    Handler handler;
    ActiveRule const* active;
    void const* options;
    std::uint8_t needs = 0;                 ///< bits of EntryNeeds
    std::uint32_t kinds = Check::any_kind;  ///< the file has an instruction of one of them
};

/// Filled first and asked then: making a set of rules is a good part of a start.
class EntryLists {
 public:
    /// Fills `count` lists with what `each` gives to the function it is called with, a list's
    /// number and an entry: it is called twice, so that nothing has to be kept in between.
    template <typename Each>
    void fill(std::size_t count, Each const& each) {
        ends_.assign(count + 1, 0);
        each([this](std::size_t list, RuleEntry const&) { ++ends_[list + 1]; });
        for (std::size_t i = 1; i <= count; ++i) ends_[i] += ends_[i - 1];
        entries_.resize(ends_.back());
        // Counting up, the begin of each list becomes its end, which is the begin of the next.
        each([this](std::size_t list, RuleEntry const& entry) { entries_[ends_[list]++] = entry; });
    }
    [[nodiscard]] std::span<RuleEntry const> list(std::size_t number) const {
        auto const begin = number == 0 ? 0 : ends_[number - 1];
        return {entries_.data() + begin, ends_[number] - begin};
    }

 private:
    std::vector<RuleEntry> entries_;
    std::vector<std::uint32_t> ends_;
};

}  // namespace dockcheck
