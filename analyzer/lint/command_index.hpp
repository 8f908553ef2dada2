// Which rules look at a command, by its program and by its package manager.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/lint/entry_lists.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck {

/// Most rules about commands are about a few programs: nobody asks them about the others.
class CommandIndex {
 public:
    /// A check with programs or managers. The programs are none of the managers' own.
    struct Asking {
        Check const* check;
        RuleEntry entry;
    };
    void fill(std::span<Asking const> checks);

    [[nodiscard]] std::span<RuleEntry const> of_program(std::string_view program) const;
    struct Beginning {
        std::string_view text;
        RuleEntry entry;
    };
    /// False for a program that begins with none of those texts, told by its first letter.
    [[nodiscard]] bool may_have_beginning(std::string_view program) const {
        return !program.empty() && (first_letters_ >> (program.front() & 31) & 1U) != 0;
    }
    /// Those of all programs that begin with a text.
    [[nodiscard]] std::span<Beginning const> by_beginning() const { return by_beginning_; }
    [[nodiscard]] std::span<RuleEntry const> of_manager(model::Manager manager) const {
        return lists_.list(static_cast<std::size_t>(manager));
    }

 private:
    /// A program's place in programs_, where it is put if it is new.
    std::size_t number_of_program(std::string_view name);

    static constexpr std::size_t slot_count = 1024;
    static constexpr std::size_t manager_count = 32;
    /// The slot of a program, or the free one where it would be.
    [[nodiscard]] std::size_t slot_of(std::string_view name) const;

    std::vector<std::string_view> programs_;
    std::vector<Beginning> by_beginning_;
    std::uint32_t first_letters_ = 0;  ///< of the beginnings: bits by the lowest five bits
    std::array<std::uint16_t, slot_count> slots_{};  ///< index in programs_ and one; 0: free
    EntryLists lists_;                               ///< of the managers, then of the programs
};

}  // namespace dockcheck
