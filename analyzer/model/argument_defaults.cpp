// Looking up the defaults of arguments, the nearest first.
#include "analyzer/model/argument_defaults.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace dockcheck::model {
namespace {

/// The default that these instructions give the argument; nothing where they give none.
std::optional<std::string_view> default_of(std::string_view name,
                                           std::span<ast::Instruction const> instructions) {
    std::optional<std::string_view> found;
    for (auto const& instruction : instructions) {
        auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
        if (arg == nullptr) continue;
        for (auto const& pair : arg->pairs) {
            if (pair.key.text.text() == name && pair.has_value) found = pair.value.text.text();
        }
    }
    return found;
}

bool is_empty_text(std::string_view written) {
    return written.empty() || written == "\"\"" || written == "''";
}

}  // namespace

bool is_empty_by_default(Build const& build, Stage const& stage, std::string_view name) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        auto const value = default_of(name, at->instructions);
        if (value) return is_empty_text(*value);
    }
    auto const all = build.file().instructions;
    auto const from = std::ranges::find(all, ast::Keyword::from, &ast::Instruction::keyword);
    auto const value = default_of(name, {all.begin(), from});
    return value && is_empty_text(*value);
}

std::optional<std::string_view> inherited_default(Stage const& stage, std::string_view name) {
    for (auto const* at = stage.parent; at != nullptr; at = at->parent) {
        if (auto const value = default_of(name, at->instructions)) return value;
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
