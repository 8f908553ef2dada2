// A hash table of programs, and a list for each package manager.
#include "analyzer/lint/command_index.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace dockcheck {
namespace {

std::size_t hash(std::string_view name) {
    auto const at = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(name[i]));
    };
    auto const size = name.size();
    return ((at(0) * 37 + at(size / 2)) * 37 + at(size - 1)) * 37 + size;
}

template <typename Take>
void for_each_program(Check const& check, Take const& take) {
    for (auto words = check.programs; !words.empty();) {
        auto const end = std::min(words.find(' '), words.size());
        if (end != 0) take(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

}  // namespace

std::size_t CommandIndex::slot_of(std::string_view name) const {
    auto slot = hash(name) % slot_count;
    while (slots_[slot] != 0 && programs_[slots_[slot] - 1U] != name) {
        slot = (slot + 1) % slot_count;
    }
    return slot;
}

void CommandIndex::fill(std::span<Asking const> checks) {
    struct Listed {
        std::size_t list;
        RuleEntry const* entry;
    };
    std::vector<Listed> places;
    places.reserve(checks.size() * 8);
    for (auto const& asking : checks) {
        for_each_program(*asking.check, [&](std::string_view name) {
            if (!name.ends_with('*')) {
                places.push_back({manager_count + number_of_program(name), &asking.entry});
                return;
            }
            by_beginning_.push_back({name.substr(0, name.size() - 1), asking.entry});
            first_letters_ |= 1U << (name.front() & 31);
        });
        for (auto managers = asking.check->managers; managers != 0; managers &= managers - 1) {
            places.push_back({static_cast<std::size_t>(std::countr_zero(managers)), &asking.entry});
        }
    }
    lists_.fill(manager_count + programs_.size(), [&](auto const& put) {
        for (auto const& [list, entry] : places) put(list, *entry);
    });
}

std::size_t CommandIndex::number_of_program(std::string_view name) {
    auto& slot = slots_[slot_of(name)];
    if (slot == 0) {
        assert(programs_.size() < slot_count / 2);
        programs_.push_back(name);
        slot = static_cast<std::uint16_t>(programs_.size());
    }
    return slot - 1U;
}

std::span<RuleEntry const> CommandIndex::of_program(std::string_view program) const {
    if (program.empty()) return {};
    auto const slot = slots_[slot_of(program)];
    if (slot == 0) return {};
    return lists_.list(manager_count + slot - 1U);
}

}  // namespace dockcheck
