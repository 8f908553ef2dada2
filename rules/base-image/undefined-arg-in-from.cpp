// Finds variables of FROM that are not declared in front of the first FROM.
#include "rules/base-image/undefined-arg-in-from.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::rules::undefined_arg_in_from {
namespace {

/// `${NAME:-text}` with a text.
bool has_fallback(dockerfile::VariableUse const& use, std::string_view written) {
    bool const is_default = use.operation == ":-" || use.operation == "-";
    return is_default && !written.ends_with("-}");
}

bool is_argument_of_a_stage(model::Build const& build, std::string_view name) {
    // Of a file with more stages than anybody writes, the first.
    constexpr std::size_t most = 100;
    auto const stages = build.stages().first(std::min(build.stages().size(), most));
    return std::ranges::any_of(stages, [&](model::Stage const& stage) {
        auto const* const binding = build.variables(stage).find(name, model::Variables::end);
        return binding != nullptr && !binding->is_env;
    });
}

/// A script of the repository puts values there before the build.
bool is_filled_in(Pass const& pass) {
    auto const* const context = pass.context();
    return context != nullptr && context->may_be_filled_in(base_name(pass.build().source().name()));
}

void report(std::string_view name, Span span, Pass& pass) {
    auto const known = pass.build().globals().names_to_mean(model::Variables::end);
    auto const other = name.size() < 3 ? std::string_view() : nearest(name, known);
    auto const at = pass.text(span).find(name);
    if (!other.empty() && at != std::string_view::npos) {
        auto const begin = span.begin + static_cast<std::uint32_t>(at);
        auto const end = begin + static_cast<std::uint32_t>(name.size());
        pass.report(span, misspelt, name, other).replace({begin, end}, std::string(other));
    } else if (is_argument_of_a_stage(pass.build(), name)) {
        pass.report(span, in_a_stage, name);
    } else if (!is_filled_in(pass)) {
        pass.report(span, undeclared, name);
    }
}

void look_at(Mapped const& text, Pass& pass) {
    auto const& from = pass.instruction();
    auto const expansion = pass.build().expand(from, text.text());
    if (expansion.error != nullptr) return;  // of which another rule speaks
    for (auto const& use : expansion.uses) {
        auto const span = text.source(use.span);
        auto const state = pass.build().variable(from, use.name).state;
        if (state != dockerfile::Variable::State::unset) continue;
        if (!has_fallback(use, pass.text(span))) report(use.name, span, pass);
    }
}

void check(ast::From const& from, Pass& pass) {
    if (from.platform != nullptr) look_at(from.platform->value, pass);
    look_at(from.image.text, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::undefined_arg_in_from
