// Finds label keys that break Docker's rules for them.
#include "rules/labels/invalid-label-key.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::invalid_label_key {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter_or_digit(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

bool is_allowed(char c, Options const& options) {
    if (is_letter_or_digit(c) || c == '.' || c == '-') return true;
    return (c == '_' && options.allow_underscore) || (c == '/' && options.allow_slash);
}

/// The key with what is not allowed turned into what is.
std::string mended(std::string_view key, Options const& options) {
    std::string result;
    for (char const c : key) {
        if (c >= 'A' && c <= 'Z') {
            result += static_cast<char>(c - 'A' + 'a');
        } else {
            result += is_allowed(c, options) ? c : '-';
        }
    }
    return result;
}

std::string name_of(char c) {
    if (c >= 'A' && c <= 'Z') return "a capital letter";
    if (c == ' ' || c == '\t') return "a blank";
    bool const is_sign = c > ' ' && c < '\x7f';
    return is_sign ? std::string("the sign ") + c : std::string("a character other than ASCII's");
}

bool is_reserved(std::string_view key) {
    return key.starts_with("com.docker.") || key.starts_with("io.docker.")
           || key.starts_with("org.dockerproject.");
}

void look_at(Span span, std::string_view key, Pass& pass, Options const& options) {
    auto const odd = std::ranges::find_if_not(key, [&](char c) { return is_allowed(c, options); });
    if (odd != key.end()) {
        pass.report(span, characters, key, name_of(*odd), mended(key, options));
    } else if (!is_letter(key.front()) || !is_letter_or_digit(key.back())) {
        pass.report(span, edges, key);
    } else if (key.find("..") != key.npos || key.find("--") != key.npos) {
        pass.report(span, repeated, key);
    } else if (is_reserved(key) && !matches_any_wildcard(key, options.allowed_reserved_keys)) {
        pass.report(span, reserved, key, key.substr(key.rfind('.') + 1));
    }
}

void check(ast::Label const& label, Pass& pass, Options const& options) {
    if (label.legacy) return;
    for (auto const& pair : label.pairs) {
        auto const key = pass.value(pair.key).known();
        bool const has_variable = pair.key.text.text().find('$') != std::string_view::npos;
        if (key && !key->empty() && !has_variable) look_at(pair.key.span, *key, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_label_key
