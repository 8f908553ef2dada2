// Finds ENV and LABEL with a blank between key and value.
#include "rules/syntax/legacy-key-value-format.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/argument_words.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::legacy_key_value_format {
namespace {

constexpr ByteSet blanks(" \t\r\n");
constexpr ByteSet quoting("\"'\\`");
constexpr ByteSet ends_text("\"\\`");

/// True for bytes above 7F: some of them make blanks, which end a key in front of `=` alone.
bool has_high_byte(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// True when the value is one text in double quotes.
bool is_quoted_text(std::string_view value) {
    return value.size() > 1 && value.starts_with('"') && value.ends_with('"')
           && !ends_text.is_in(value.substr(1, value.size() - 2));
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
    bool const needs_quotes = is_plain && (blanks.is_in(text) || has_high_byte(text));
    reported.replace(gap, needs_quotes ? "=\"" : "=");
    if (needs_quotes) reported.insert(pair.value.span.end, "\"");
}

/// A name in capital letters that begins the next line of a value, as one that is set there does:
/// `ENV WIDTH 600 \\`, `HEIGHT 400`. Empty where there is none.
std::string_view swallowed_name(ast::Pair const& pair, Pass const& pass) {
    auto const text = pass.text(pair.value.span);
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1)) {
        auto line = text.substr(end + 1);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        auto const size = line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
        if (size == line.npos || size < 2 || line.front() < 'A' || line.front() > 'Z') continue;
        auto const name = line.substr(0, size);
        // Lists of keys have such words, too.
        if (name.find_first_of("GHIJKLMNOPQRSTUVWXYZ_") == name.npos) continue;
        auto const value = line.find_first_not_of(" \t", size);
        bool const has_value = value != line.npos && value > size && line[value] != '\\'
                               && line[value] != '\r' && line[value] != '\n';
        if (line[size] == '=' || (has_value && size > 3)) return name;
    }
    return {};
}

void look_at(std::span<ast::Pair const> pairs, std::string_view keyword, Pass& pass) {
    if (pass.is_trigger() || pairs.size() != 1) return;
    auto const& pair = pairs.front();
    if (auto const name = swallowed_name(pair, pass); !name.empty()) {
        pass.report(join(pair.key.span, pair.value.span), swallowed, keyword,
                    pass.text(pair.key.span), name);
        return;
    }
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

void check_arg(ast::Arg const& arg, Pass& pass) {
    auto const* const value = model::value_without_equals(pass.build(), pass.instruction());
    if (value == nullptr) return;
    auto const& name = arg.pairs.front();
    pass.report(join(name.span, value->span), argument, pass.text(name.span),
                pass.text(value->span));
}

}  // namespace

constinit Check const rule = on<check_env, check_label, check_arg>();

}  // namespace dockcheck::rules::legacy_key_value_format
