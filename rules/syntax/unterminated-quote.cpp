#include "rules/syntax/unterminated-quote.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unterminated_quote {
namespace {

/// True for `ENV "NAME=value"`: a word of KEY=VALUE that begins with a quote.
bool stands_around_pair(ast::Fault const& fault) {
    if (fault.instruction == nullptr) return false;
    auto const in_quoted_pair = [&](std::span<ast::Pair const> pairs) {
        for (auto const& pair : pairs) {
            if (pair.span.contains(fault.span)) {
                auto const key = pair.key.text.text();
                return key.starts_with('"') || key.starts_with('\'');
            }
        }
        return false;
    };
    auto const& node = fault.instruction->node;
    if (auto const* arg = ast::get_if<ast::Arg>(&node)) return in_quoted_pair(arg->pairs);
    if (auto const* env = ast::get_if<ast::Env>(&node)) return in_quoted_pair(env->pairs);
    if (auto const* label = ast::get_if<ast::Label>(&node)) return in_quoted_pair(label->pairs);
    return false;
}

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::unterminated_quote) return;
    if (stands_around_pair(fault)) {
        pass.report(fault.span, around);
        return;
    }
    pass.report(fault.span, fault.word == "'" ? single_quote : double_quote);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unterminated_quote
