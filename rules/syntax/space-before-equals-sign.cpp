// Finds ENV and LABEL with a blank in front of the equals sign.
#include "rules/syntax/space-before-equals-sign.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::space_before_equals_sign {
namespace {

/// One text in double quotes, on its line.
bool is_quoted(std::string_view text) {
    return text.size() > 2 && text.starts_with('"') && text.ends_with('"')
           && text.substr(1, text.size() - 2).find_first_of("\"\\`\n") == text.npos;
}

void look_at(std::span<ast::Pair const> pairs, bool is_label, Pass& pass) {
    if (pairs.size() != 1) return;
    auto const& pair = pairs.front();
    auto const value = pair.value.text.text();
    if (value.size() < 2 || value[0] != '=' || value[1] == '=') return;
    auto const result = pass.value(pair.value).known();
    auto reported = pass.report(join(pair.key.span, pair.value.span), blank, pair.key.text.text(),
                                result ? *result : value);
    // A label is read by people and tools; no program starts with it.
    if (is_label) reported.severity(Severity::warning);
    auto const written = pass.text(pair.value.span);
    auto const rest = written.find_first_not_of(" \t", 1);
    if (!written.starts_with('=') || rest == written.npos) return;
    auto const text = written.substr(rest);
    bool const is_plain =
        written == value && text.find_first_of(" \t'\"\\`=") == std::string_view::npos;
    if (!is_plain && !is_quoted(text)) return;
    auto const begin = pair.value.span.begin + static_cast<std::uint32_t>(rest);
    reported.replace({pair.key.span.end, begin}, "=");
}

void check_env(ast::Env const& env, Pass& pass) {
    if (env.legacy) look_at(env.pairs, false, pass);
}

void check_label(ast::Label const& label, Pass& pass) {
    if (label.legacy) look_at(label.pairs, true, pass);
}

}  // namespace

constinit Check const rule = on<check_env, check_label>();

}  // namespace dockcheck::rules::space_before_equals_sign
