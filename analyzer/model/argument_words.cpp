// Telling a value from a name by its letters and by where else it stands.
#include "analyzer/model/argument_words.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

bool is_capital_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

bool may_name_argument(std::string_view text) {
    auto const is_letter = [](char c) {
        return is_small_letter(c) || is_capital_letter(c) || c == '_';
    };
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
}

}  // namespace

ast::Pair const* value_without_equals(Build const& build, ast::Instruction const& instruction) {
    auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
    if (arg == nullptr || arg->pairs.size() != 2) return nullptr;
    auto const& name = arg->pairs[0];
    auto const& value = arg->pairs[1];
    if (name.has_value || value.has_value) return nullptr;
    auto const first = name.key.text.text();
    auto const second = value.key.text.text();
    if (!may_name_argument(first)) return nullptr;
    if (!may_name_argument(second)) return &value;
    // Both may be names: NAME and default are told by their case.
    bool const is_capital = std::ranges::none_of(first, is_small_letter);
    bool const is_word = std::ranges::any_of(second, is_small_letter);
    if (!is_capital || !is_word) return nullptr;
    if (build.options().arguments.contains(second)) return nullptr;
    // The ARG itself is one of them.
    auto const* const positions = build.mentions().find(second);
    bool const is_used = positions == nullptr || positions->size() > 1;
    return is_used ? nullptr : &value;
}

}  // namespace dockcheck::model
