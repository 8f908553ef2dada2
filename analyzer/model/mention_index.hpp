// Which instructions speak of the variables that a file declares.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::model {

/// Made by going through a file twice, however many variables there are.
class MentionIndex {
 public:
    MentionIndex(Source const& source, std::span<ast::Instruction const> instructions,
                 Arena& arena);

    struct Mentions {
        std::span<std::uint32_t const> positions;  ///< of instructions in whose lines it stands
        bool is_set_by_env = false;
    };
    /// Nullptr for a name that no ARG or ENV has, or that is none.
    [[nodiscard]] Mentions const* find(std::string_view name) const { return names_.find(name); }

 private:
    void declare(ast::Instruction const& instruction);
    template <typename Found>
    void each_name(Source const& source, std::span<ast::Instruction const> instructions,
                   Found found);

    ArenaMap<Mentions> names_;
};

/// A letter, a digit or an underscore.
constexpr bool is_part_of_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// True for what a shell takes for a variable's name, digits in front included.
bool is_variable_name(std::string_view text);

}  // namespace dockcheck::model
