// Finds build arguments whose name an ENV has as well.
#include "rules/stages/arg-shadowed-by-env.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/mentions.hpp"

namespace dockcheck::rules::arg_shadowed_by_env {
namespace {

/// The pair of ENV that sets a name, or nullptr.
ast::Pair const* pair_of(ast::Instruction const& instruction, std::string_view name) {
    auto const* env = ast::get_if<ast::Env>(&instruction.node);
    if (env == nullptr) return nullptr;
    auto const pair = std::ranges::find_if(
        env->pairs, [&](ast::Pair const& one) { return one.key.text.text() == name; });
    return pair == env->pairs.end() ? nullptr : &*pair;
}

/// The ENV in force in front of the ARG.
ast::Pair const* env_before(Pass const& pass, std::string_view name) {
    ast::Pair const* found = nullptr;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            if (&instruction == &pass.instruction()) break;
            if (auto const* pair = pair_of(instruction, name)) found = pair;
        }
        if (found != nullptr) return found;
    }
    return nullptr;
}

/// `ENV NAME=${NAME}` below an ARG of that name: --build-arg gets into the image by it, and the ARG
/// further down says no more than that it does.
bool is_made_of_argument(Pass const& pass, ast::Pair const& env, std::string_view name) {
    if (env.value.text.text().find(name) == std::string_view::npos) return false;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
            if (arg == nullptr || instruction.span.begin > env.key.span.begin) continue;
            if (std::ranges::any_of(arg->pairs, [&](ast::Pair const& pair) {
                    return pair.key.text.text() == name;
                })) {
                return true;
            }
        }
    }
    return false;
}

/// A later ENV that takes over before anything has used the argument; nullptr when a RUN stands in
/// between, which gets it, or when the ENV is made of it.
ast::Pair const* env_behind(Pass const& pass, std::string_view name) {
    bool is_behind = false;
    for (auto const& instruction : pass.stage()->instructions) {
        if (&instruction == &pass.instruction()) {
            is_behind = true;
            continue;
        }
        if (!is_behind) continue;
        if (auto const* pair = pair_of(instruction, name)) {
            auto const value = pair->value.text.text();
            return value.find(name) == value.npos ? pair : nullptr;
        }
        if (instruction.keyword == ast::Keyword::run
            || model::may_be_mentioned_in(pass.build(), instruction, name))
            break;
    }
    return nullptr;
}

/// True when a later ENV of the stage puts the argument's value into the image.
bool is_taken_up(Pass const& pass, std::string_view name) {
    bool is_behind = false;
    for (auto const& instruction : pass.stage()->instructions) {
        if (&instruction == &pass.instruction()) is_behind = true;
        if (is_behind && pair_of(instruction, name) != nullptr) return true;
    }
    return false;
}

void check(ast::Arg const& arg, Pass& pass) {
    if (pass.stage() == nullptr || pass.is_trigger()) return;
    for (auto const& pair : arg.pairs) {
        auto const name = pair.key.text.text();
        if (!pass.build().mentions().is_set_by_env(name)) continue;
        if (!pass.may_look_around()) return;
        if (auto const* later = env_behind(pass, name)) {
            auto const value = later->value.text.text();
            bool const is_plain = value.find_first_of(" \t\"'$\\") == value.npos;
            bool const needs_value = !pair.has_value && is_plain && !value.empty();
            auto finding = needs_value ? pass.report(pair.key.span, no_default, name, value)
                                       : pass.report(pair.key.span, replaced, name);
            finding.related(later->span, "set again here, before anything has used it");
            continue;
        }
        // A default of its own is meant for the build alone, as the writer says by giving it.
        if (pair.has_value || is_taken_up(pass, name)) continue;
        auto const* const earlier = env_before(pass, name);
        if (earlier != nullptr && !is_made_of_argument(pass, *earlier, name)) {
            pass.report(pair.key.span, kept, name).related(earlier->span, "the image keeps this");
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_files_with<ast::Env>();

}  // namespace dockcheck::rules::arg_shadowed_by_env
