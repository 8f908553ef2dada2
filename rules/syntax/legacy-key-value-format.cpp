// Finds ENV and LABEL with a blank between key and value.
#include "rules/syntax/legacy-key-value-format.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::legacy_key_value_format {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr ByteSet quoting("\"'\\`");

/// True for bytes above 7F: some of them make blanks, which end a key in front of `=` alone.
bool has_high_byte(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// True when the value is one text in double quotes.
bool is_quoted_text(std::string_view value) {
    return value.size() > 1 && value.starts_with('"') && value.ends_with('"')
           && value.substr(1, value.size() - 2).find_first_of("\"\\`") == value.npos;
}

/// Puts the `=` in, and quotes where the value has blanks; nothing where quotes and escapes might
/// be read in another way.
void mend(ast::Pair const& pair, Pass const& pass, Reported& reported) {
    Span const gap{pair.key.span.end, pair.value.span.begin};
    if (pass.text(gap).find_first_not_of(" \t") != std::string_view::npos) return;
    // In front of a blank a quote is a letter of the key; in front of `=` it opens a text.
    auto const key = pair.key.text.text();
    if (quoting.is_in(key) || has_high_byte(key)) return;
    auto const text = pair.value.text.text();
    bool const is_plain = !quoting.is_in(text);
    if (text.empty() || (!is_plain && !is_quoted_text(text))) return;
    bool const needs_quotes =
        is_plain && (text.find_first_of(blanks) != text.npos || has_high_byte(text));
    reported.replace(gap, needs_quotes ? "=\"" : "=");
    if (needs_quotes) reported.insert(pair.value.span.end, "\"");
}

void look_at(std::span<ast::Pair const> pairs, std::string_view keyword, Pass& pass) {
    if (pass.is_trigger() || pairs.size() != 1) return;
    auto const& pair = pairs.front();
    auto reported =
        pass.report(join(pair.key.span, pair.value.span), blank, keyword, pass.text(pair.key.span));
    mend(pair, pass, reported);
}

void check_env(ast::Env const& env, Pass& pass) {
    if (env.legacy) look_at(env.pairs, "ENV", pass);
}

void check_label(ast::Label const& label, Pass& pass) {
    if (label.legacy) look_at(label.pairs, "LABEL", pass);
}

bool is_variable_name(std::string_view text) {
    auto const is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
}

void check_arg(ast::Arg const& arg, Pass& pass) {
    if (arg.pairs.size() != 2) return;
    auto const& name = arg.pairs[0];
    auto const& value = arg.pairs[1];
    if (name.has_value || value.has_value) return;
    if (!is_variable_name(name.key.text.text()) || is_variable_name(value.key.text.text())) return;
    pass.report(join(name.span, value.span), argument, pass.text(name.span), pass.text(value.span));
}

}  // namespace

constinit Check const rule = on<check_env, check_label, check_arg>();

}  // namespace dockcheck::rules::legacy_key_value_format
