// Finds labels whose values are not of the form that their keys ask for.
#include "rules/labels/invalid-label-value.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/pattern.hpp"

namespace dockcheck::rules::invalid_label_value {
namespace {

struct Form {
    std::string_view name;
    std::string_view words;
    std::string_view example;
    std::string_view pattern;  ///< of the whole value
};

// RFC 3339, SPDX 2.3 annex D (any identifier), semver.org 2.0.0.
constexpr Form forms[] = {
    {"url", "URL", "https://example.com/app",
     R"((?i)[a-z][a-z0-9+.-]*://[^\s]+|git@[^\s:]+:[^\s]+)"},
    {"rfc3339", "date and time of RFC 3339", "2026-01-31T12:00:00Z",
     R"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))"},
    {"spdx", "SPDX licence expression", "Apache-2.0, or MIT OR GPL-2.0-only",
     R"(\(*[A-Za-z0-9.+:-]+\)*( (AND|OR|WITH|and|or|with) \(*[A-Za-z0-9.+:-]+\)*)*)"},
    {"git-hash", "git commit", "0123abc", R"([0-9a-f]{7}|[0-9a-f]{40}|[0-9a-f]{64})"},
    {"semver", "semantic version", "1.2.3",
     R"((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)"},
    {"email", "e-mail address", "team@example.com", R"([^@\s]+@[^@\s]+\.[^@\s]+)"},
};

/// The form that the specification gives to a key, or empty.
std::string_view standard_form(std::string_view key) {
    constexpr std::string_view prefix = "org.opencontainers.image.";
    if (!key.starts_with(prefix)) return {};
    auto const name = key.substr(prefix.size());
    if (name == "created") return "rfc3339";
    if (name == "url" || name == "source" || name == "documentation") return "url";
    return name == "licenses" ? "spdx" : std::string_view();
}

Form const* form_of(std::string_view key, Options const& options) {
    auto wanted = standard_form(key);
    for (auto const entry : options.label_schema) {
        auto const equals = entry.rfind('=');
        if (equals != entry.npos && entry.substr(0, equals) == key)
            wanted = entry.substr(equals + 1);
    }
    auto const form = std::ranges::find(forms, wanted, &Form::name);
    return form == std::ranges::end(forms) ? nullptr : form;
}

void check(ast::Label const& label, Pass& pass, Options const& options) {
    for (auto const& pair : label.pairs) {
        auto const key = pass.value(pair.key).known();
        auto const value = pass.value(pair.value).known();
        // The value of a build argument is often given from outside.
        if (pair.value.text.text().find('$') != std::string_view::npos) continue;
        if (!key || !value || value->find_first_not_of(" \t") == value->npos) continue;
        auto const* form = form_of(*key, options);
        if (form == nullptr) continue;
        auto const pattern = Pattern::compile(form->pattern);
        if (!pattern || pattern->matches(*value)) continue;
        pass.report(pair.value.span, invalid, *value, form->words, *key, form->example)
            .variant(form->name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_label_value
