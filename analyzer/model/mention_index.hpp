// Which instructions speak of the variables that a file declares.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::model {

/// Made by going through a file once, however many variables there are. All outlive the index.
class MentionIndex {
 public:
    MentionIndex(Source const& source, std::span<ast::Instruction const> instructions,
                 Arena& arena);

    /// True for a name that an ENV sets.
    [[nodiscard]] bool is_set_by_env(std::string_view name) const;
    /// Positions of the instructions in whose lines a name stands; found at the first question.
    /// Nullptr for a name that no ARG or ENV has, or that is none.
    [[nodiscard]] std::span<std::uint32_t const> const* find(std::string_view name);

 private:
    struct Mentions {
        std::span<std::uint32_t const> positions;
        bool is_set_by_env = false;
    };

    void declare(ast::Instruction const& instruction);
    void find_positions();
    template <typename Found>
    void each_name(Found found);

    Source const& source_;
    std::span<ast::Instruction const> instructions_;
    Arena& arena_;
    ArenaMap<Mentions> names_;
    bool has_positions_ = false;
};

/// What `is_part_of_name` says of each byte.
inline constexpr auto name_bytes = [] {
    std::array<bool, 256> result{};
    for (unsigned c = 0; c < result.size(); ++c) {
        result[c] =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return result;
}();

/// A letter, a digit or an underscore.
constexpr bool is_part_of_name(char c) { return name_bytes[static_cast<unsigned char>(c)]; }

/// True for what a shell takes for a variable's name, digits in front included.
bool is_variable_name(std::string_view text);
/// The same of a name that an assignment can have: no digit in front.
bool is_assignable_name(std::string_view text);

}  // namespace dockcheck::model
