// Finds ARG TARGETARCH=amd64: a default that takes the place of what the builder gives.
#include "rules/stages/platform-argument-with-default.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/mentions.hpp"
#include "analyzer/model/variable_uses.hpp"

namespace dockcheck::rules::platform_argument_with_default {
namespace {

/// Where BUILDPLATFORM has a default, other machines emulate that platform: slow, but not wrong.
/// What is for one system, or for one kind of a processor, is meant for it.
bool is_of_target(std::string_view name) {
    return name == "TARGETPLATFORM" || name == "TARGETARCH";
}

bool declares(ast::Instruction const& instruction, std::string_view name) {
    auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
    return arg != nullptr && std::ranges::any_of(arg->pairs, [&](ast::Pair const& pair) {
               return pair.key.text.text() == name;
           });
}

/// The pair of an ENV that gives the name another value, or nullptr.
ast::Pair const* set_by(ast::Instruction const& instruction, std::string_view name) {
    auto const* env = ast::get_if<ast::Env>(&instruction.node);
    if (env == nullptr) return nullptr;
    auto const pair = std::ranges::find_if(
        env->pairs, [&](ast::Pair const& one) { return one.key.text.text() == name; });
    return pair == env->pairs.end() ? nullptr : &*pair;
}

/// True when an instruction uses the value and does not work it out itself.
bool uses(Pass const& pass, ast::Instruction const& instruction, std::string_view name) {
    if (!model::is_mentioned_in(pass.build(), instruction, name)) return false;
    return pass.text(instruction.whole).find(std::string(name) + '=') == std::string_view::npos
           || instruction.keyword != ast::Keyword::run;
}

/// Looks behind a declaration for a use before the next one.
bool is_used_behind(Pass const& pass, ast::Instruction const& declaration, std::string_view name) {
    bool is_behind = false;
    for (auto const& instruction : pass.build().stage_of(declaration)->instructions) {
        if (&instruction == &declaration) {
            is_behind = true;
            continue;
        }
        if (!is_behind) continue;
        if (declares(instruction, name)) return false;
        if (auto const* pair = set_by(instruction, name))
            return pair->value.text.text().find(name) != std::string_view::npos;
        if (uses(pass, instruction, name)) return true;
    }
    return false;
}

/// True when a FROM has the name in it, or a stage takes it over and uses it.
bool is_used_anywhere(Pass const& pass, std::string_view name) {
    for (auto const& stage : pass.build().stages()) {
        if (stage.from_instruction != nullptr
            && model::is_mentioned_in(pass.build(), *stage.from_instruction, name)) {
            return true;
        }
        for (auto const& instruction : stage.instructions) {
            auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
            if (!declares(instruction, name)) continue;
            bool const is_plain = std::ranges::any_of(arg->pairs, [&](ast::Pair const& pair) {
                return pair.key.text.text() == name && !pair.has_value;
            });
            if (is_plain && is_used_behind(pass, instruction, name)) return true;
            break;
        }
    }
    return false;
}

/// True when every image that is built is of one platform, whatever somebody asks for.
bool is_for_one_platform(model::Build const& build) {
    return std::ranges::all_of(build.targets(), [](model::Stage const* target) {
        while (target->parent != nullptr) target = target->parent;
        if (target->from == nullptr || target->from->platform == nullptr) return false;
        return target->from->platform->value.text().find('$') == std::string_view::npos;
    });
}

/// True when a stage has declared the name in front of the argument, so that it has a value.
bool is_declared_before(Pass const& pass, std::string_view name) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            if (&instruction == &pass.instruction()) break;
            if (declares(instruction, name) || set_by(instruction, name) != nullptr) return true;
        }
    }
    return false;
}

/// True when the value certainly is the same on every platform.
bool is_constant(Pass const& pass, ast::Pair const& pair, std::string_view name) {
    auto const text = pair.value.text.text();
    if (text.find('$') == text.npos) return true;
    // In a stage the name has no value yet, and the fallback is taken.
    return pass.stage() != nullptr && text.starts_with("${" + std::string(name) + ":-")
           && text.find('$', 1) == text.npos && !is_declared_before(pass, name);
}

void check(ast::Arg const& arg, Pass& pass) {
    if (pass.is_trigger()) return;
    for (auto const& pair : arg.pairs) {
        auto const name = pair.key.text.text();
        if (!pair.has_value || !is_of_target(name)) continue;
        if (!pass.may_look_around() || !is_constant(pass, pair, name)) continue;
        auto const expansion = pass.build().expand(pass.instruction(), pair.value.text.text());
        auto const value = expansion.value.known();
        // A script may give the value.
        if (pass.context() != nullptr && pass.context()->may_be_given(name)) continue;
        if (!value || is_for_one_platform(pass.build())) continue;
        bool const is_used = pass.stage() == nullptr
                                 ? is_used_anywhere(pass, name)
                                 : is_used_behind(pass, pass.instruction(), name);
        if (!is_used) continue;
        auto const given = value->empty() ? std::string_view("nothing") : *value;
        pass.report(pair.span, target, name, given).remove({pair.key.span.end, pair.span.end});
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::platform_argument_with_default
