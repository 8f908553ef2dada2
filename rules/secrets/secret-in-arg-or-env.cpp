// Finds variables whose name says that they hold a credential.
#include "rules/secrets/secret-in-arg-or-env.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/argument_words.hpp"
#include "analyzer/model/mentions.hpp"
#include "analyzer/model/secret_words.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::secret_in_arg_or_env {
namespace {

/// The text without the quotes around it.
std::string_view unquoted(std::string_view text) {
    bool const quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'')
                        && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

/// A value that is only another variable: whether that one is a secret is its own affair.
bool is_other_variable(std::string_view value) {
    if (!value.starts_with('$')) return false;
    auto const name = value.substr(1).substr(value.starts_with("${") ? 1 : 0);
    auto const end =
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return !model::names_secret(name.substr(0, end));
}

bool may_be_secret(std::string_view value) {
    return !model::is_setting(value) && !model::is_path_or_address(value)
           && !is_other_variable(value);
}

bool is_wanted(std::string_view name, Options const& options) {
    if (matches_any_wildcard(name, options.allowed_names)) return false;
    return matches_any_wildcard(name, options.extra_names) || model::names_secret(name);
}

bool is_shipped(Pass const& pass) {
    return pass.stage() == nullptr || pass.stage()->reach == model::Reach::final;
}

void report_value(Span name_span, std::string_view name, ast::Pair const& pair, Pass& pass,
                  Message<1> const& shipped, Message<1> const& of_builder) {
    auto finding = pass.report(name_span, is_shipped(pass) ? shipped : of_builder, name);
    finding.mask(pair.value.span);
    if (!is_shipped(pass) || model::is_filler(unquoted(pair.value.text.text())))
        finding.severity(Severity::info);
}

/// `$NAME` or `${NAME}` of a variable that no ARG or ENV of the file sets: it is empty.
bool is_undeclared_variable(std::string_view value, Pass const& pass) {
    if (!value.starts_with('$') || pass.build().image() != nullptr) return false;
    value.remove_prefix(value.starts_with("${") && value.ends_with('}') ? 2 : 1);
    if (value.ends_with('}')) value.remove_suffix(1);
    bool const is_name = value.find_first_not_of(
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                             "uvwxyz0123456789_")
                         == value.npos;
    if (!is_name || !pass.may_look_around()) return false;
    auto const sets = [&](std::span<ast::Pair const> pairs) {
        return std::ranges::any_of(
            pairs, [&](ast::Pair const& pair) { return pair.key.text.text() == value; });
    };
    return std::ranges::none_of(
        pass.build().file().instructions, [&](ast::Instruction const& other) {
            if (&other == &pass.instruction()) return false;
            auto const* const arg = ast::get_if<ast::Arg>(&other.node);
            auto const* const env = ast::get_if<ast::Env>(&other.node);
            return (arg != nullptr && sets(arg->pairs)) || (env != nullptr && sets(env->pairs));
        });
}

void check_env(ast::Env const& node, Pass& pass, Options const& options) {
    for (auto const& pair : node.pairs) {
        auto const name = pair.key.text.text();
        auto const value = unquoted(pair.value.text.text());
        if (value.empty() || !is_wanted(name, options) || !may_be_secret(value)) continue;
        if (is_undeclared_variable(value, pass)) continue;
        // What it hands on there is the affair of the ARG.
        if (!is_shipped(pass) && value.starts_with('$')) continue;
        report_value(pair.key.span, name, pair, pass, env, env_of_builder);
    }
}

/// True when no other instruction has the name in it.
bool is_named_nowhere_else(std::string_view name, Pass const& pass) {
    auto const& build = pass.build();
    if (build.image() != nullptr) return false;
    return std::ranges::none_of(build.file().instructions, [&](ast::Instruction const& other) {
        return &other != &pass.instruction() && model::is_mentioned_in(build, other, name);
    });
}

bool is_declared_by_stage(std::string_view name, Pass const& pass) {
    if (!pass.may_look_around()) return false;
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& stage) {
        return std::ranges::any_of(stage.instructions, [&](ast::Instruction const& instruction) {
            auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
            return arg != nullptr && std::ranges::any_of(arg->pairs, [&](ast::Pair const& pair) {
                       return pair.key.text.text() == name;
                   });
        });
    });
}

void check_arg(ast::Arg const& node, Pass& pass, Options const& options) {
    if (!options.check_arg) return;
    auto const* const no_name = model::value_without_equals(pass.build(), pass.instruction());
    for (auto const& pair : node.pairs) {
        if (&pair == no_name) continue;
        auto const name = pair.key.text.text();
        auto const value = unquoted(pair.value.text.text());
        if (!is_wanted(name, options)) continue;
        // In front of the first FROM it gets into no image, unless a stage declares it again.
        bool const is_global = pass.stage() == nullptr;
        if (is_global && (value.empty() || !is_declared_by_stage(name, pass))) continue;
        if (value.empty()) {
            bool const is_builder = pass.stage()->reach != model::Reach::final;
            bool const is_unread = !is_builder && is_named_nowhere_else(name, pass);
            auto finding = is_builder  ? pass.report(pair.key.span, declared_in_builder, name)
                           : is_unread ? pass.report(pair.key.span, unread, name)
                                       : pass.report(pair.key.span, declared, name);
            finding.severity(Severity::info);
            continue;
        }
        if (!may_be_secret(value) || model::is_placeholder(value)) continue;
        bool const is_unread = is_named_nowhere_else(name, pass);
        report_value(pair.key.span, name, pair, pass, is_unread ? unread_value : argument,
                     argument_of_builder);
    }
}

}  // namespace

constinit Check const rule = on<check_env, check_arg>();

}  // namespace dockcheck::rules::secret_in_arg_or_env
