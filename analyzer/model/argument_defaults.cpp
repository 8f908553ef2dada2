// Looking up the defaults of arguments, the nearest first.
#include "analyzer/model/argument_defaults.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "analyzer/model/plain_output.hpp"
#include "analyzer/model/variable_uses.hpp"

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

namespace {

bool is_unknown(Build const& build, Stage const& stage, ast::Instruction const& at,
                std::string_view name, int depth) {
    constexpr int deepest = 4;
    auto const variable = build.variable(at, name);
    if (variable.state != dockerfile::Variable::State::unknown || depth > deepest) return false;
    if (is_platform_argument(name)) return false;
    auto const pieces = variable.value.pieces();
    if (pieces.empty()) {
        // A broken ARG may be the one that gives it a value.
        if (build.has_broken_declaration()) return false;
        auto const* const binding = build.variables(stage).find(name, build.position_of(at));
        bool const is_argument =
            binding != nullptr && !binding->is_env && binding->instruction != nullptr;
        if (!is_argument) return false;
        auto const given = inherited_default(stage, name);
        return !given || !is_plain_word(*given);
    }
    return std::ranges::any_of(pieces, [&](Piece const& piece) {
        return !piece.known && piece.variable != name
               && is_unknown(build, stage, at, piece.variable, depth + 1);
    });
}

}  // namespace

bool is_unknown_argument(Build const& build, Stage const& stage, ast::Instruction const& at,
                         std::string_view name) {
    return is_unknown(build, stage, at, name, 0);
}

}  // namespace dockcheck::model
