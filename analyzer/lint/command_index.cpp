// A hash table of programs, and a list for each package manager.
#include "analyzer/lint/command_index.hpp"

#include <algorithm>
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

}  // namespace

std::size_t CommandIndex::slot_of(std::string_view name) const {
    auto slot = hash(name) % slot_count;
    while (slots_[slot] != 0 && programs_[slots_[slot] - 1U] != name) {
        slot = (slot + 1) % slot_count;
    }
    return slot;
}

void CommandIndex::finish() {
    for (auto const& [check, entry] : waiting_) place(*check, entry);
    waiting_ = {};
    lists_.finish(manager_count + programs_.size());
}

void CommandIndex::place(Check const& check, RuleEntry const& entry) {
    for (auto words = check.programs; !words.empty();) {
        auto const end = std::min(words.find(' '), words.size());
        auto const name = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        if (name.empty()) continue;
        if (name.ends_with('*')) {
            by_beginning_.push_back({name.substr(0, name.size() - 1), entry});
            first_letters_ |= 1U << (name.front() & 31);
            continue;
        }
        auto& slot = slots_[slot_of(name)];
        if (slot == 0) {
            assert(programs_.size() < slot_count / 2);
            programs_.push_back(name);
            slot = static_cast<std::uint16_t>(programs_.size());
        }
        lists_.add(manager_count + slot - 1U, entry);
    }
    for (std::size_t manager = 0; manager < manager_count; ++manager) {
        if ((check.managers >> manager & 1U) != 0) lists_.add(manager, entry);
    }
}

std::span<RuleEntry const> CommandIndex::of_program(std::string_view program) const {
    if (program.empty()) return {};
    auto const slot = slots_[slot_of(program)];
    if (slot == 0) return {};
    return lists_.list(manager_count + slot - 1U);
}

}  // namespace dockcheck
