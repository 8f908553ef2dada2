// The variables of one scope over time: what ARG and ENV set, instruction by instruction.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/text/arena_map.hpp"

namespace dockcheck::model {

/// One assignment of a variable.
struct Binding {
    std::uint32_t position = 0;  ///< index of the instruction in the file
    bool is_env = false;         ///< ENV; else ARG
    dockerfile::Variable variable;
    ast::Instruction const* instruction = nullptr;  ///< that made it; nullptr: the base image
    bool is_only_if_given = false;  ///< an ARG without a value: unset unless the build gives one
};

/// Bindings of one stage, or those before the first FROM. ENV and ARG write into one space; the
/// later one wins (build-semantics, section 1.3).
class Variables {
 public:
    static constexpr std::uint32_t end = ~std::uint32_t{0};

    explicit Variables(Arena& arena) : arena_(&arena), by_name_(arena) {}

    void bind(std::string_view name, Binding const& binding) {
        by_name_.get(name, Bindings(*arena_)).push_back(binding);
    }
    /// The last binding made by an instruction in front of `position`, or nullptr.
    [[nodiscard]] Binding const* find(std::string_view name, std::uint32_t position) const;
    /// The last binding by ENV, or nullptr.
    [[nodiscard]] Binding const* find_env(std::string_view name) const;
    /// Names bound by an instruction in front of `position`, sorted.
    [[nodiscard]] std::vector<std::string_view> names(std::uint32_t position) const;
    /// The same for finding what a misspelt name means: those that a `$` can stand in front of, and
    /// none where there are more than anybody reads.
    [[nodiscard]] std::vector<std::string_view> names_to_mean(std::uint32_t position) const;

 private:
    using Bindings = ArenaVector<Binding>;

    Arena* arena_;
    ArenaMap<Bindings> by_name_;
};

}  // namespace dockcheck::model
