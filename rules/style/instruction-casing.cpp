// Finds instructions that are not in the case of the others.
#include "rules/style/instruction-casing.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::instruction_casing {
namespace {

bool has_small(std::string_view name) {
    return std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has_capital(std::string_view name) {
    return std::ranges::any_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// The case of most instructions of the stages; a tie counts as capitals.
bool is_mostly_small(model::Build const& build) {
    std::ptrdiff_t surplus = 0;
    for (auto const& instruction : build.file().instructions) {
        if (build.stage_of(instruction) == nullptr) continue;
        if (!has_capital(instruction.name)) ++surplus;
        if (!has_small(instruction.name)) --surplus;
    }
    return surplus > 0;
}

std::string in_case(std::string_view name, bool small) {
    std::string result(name);
    for (auto& c : result) {
        if (small && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (!small && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
    return result;
}

/// True when nothing but capitals is written, as most people do.
bool is_all_capitals(model::Build const& build) {
    return std::ranges::none_of(build.file().instructions, [](ast::Instruction const& each) {
        return has_small(each.name) || each.keyword == ast::Keyword::onbuild;
    });
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    if (options.style != "lower" && is_all_capitals(build)) return;
    bool const is_free = options.style != "upper" && options.style != "lower";
    bool const small = is_free ? is_mostly_small(build) : options.style == "lower";
    auto const look_at = [&](ast::Instruction const& instruction) {
        if (instruction.keyword == ast::Keyword::unknown || instruction.is_misspelt) return;
        auto const name = instruction.name;
        if (!(small ? has_capital(name) : has_small(name))) return;
        auto const right = in_case(name, small);
        auto const letters = std::string_view(small ? "small" : "capital");
        pass.report(instruction.name_span, is_free ? casing : fixed, name, letters, right)
            .replace(instruction.name_span, right);
    };
    for (auto const& instruction : build.file().instructions) {
        look_at(instruction);
        auto const* const onbuild = ast::get_if<ast::Onbuild>(&instruction.node);
        if (onbuild != nullptr && onbuild->trigger != nullptr) look_at(*onbuild->trigger);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::instruction_casing
