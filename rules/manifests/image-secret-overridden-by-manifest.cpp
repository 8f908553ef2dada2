// Finds variables that come from a Secret and have a value in the image as well.
#include "rules/manifests/image-secret-overridden-by-manifest.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/secret_words.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::image_secret_overridden_by_manifest {
namespace {

template <std::size_t N>
bool holds_any(std::string_view text, std::string_view const (&words)[N]) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// `scheme://user:password@host`.
bool has_password(std::string_view value) {
    auto const scheme = value.find("://");
    if (scheme == value.npos) return false;
    auto const rest = value.substr(scheme + 3);
    auto const user = rest.substr(0, rest.find('/'));
    auto const at = user.rfind('@');
    auto const colon = user.find(':');
    return at != user.npos && colon < at && colon + 1 < at;
}

/// What only fills the place, or is a path, a number, a switch. Images have more of them than those
/// that the rules on secrets know: a value for people who try the image without a cluster.
bool is_no_secret(std::string_view value) {
    constexpr std::size_t shortest = 6;
    if (value.size() < shortest || value.starts_with('.')) return true;
    if (model::is_setting(value) || model::is_path_or_address(value)) return true;
    if (model::is_placeholder(value) || model::is_filler(value)) return true;
    if (value.find_first_not_of("0123456789") == value.npos) return true;
    static constexpr std::string_view words[] = {
        "change", "replace", "example", "xxx",  "your",   "<",       "todo", "fake",
        "test",   "build",   "default", "none", "unset",  "local",   "dev",  "notset",
        "${",     "temp",    "...",     "***",  "sample", "insecure"};
    return holds_any(lower_case(value), words);
}

void check(model::PodContainer const& container, Pass& pass) {
    for (auto const& variable : container.variables) {
        if (variable.secret.empty() || variable.place.span.empty()) continue;
        auto const* const entry = pass.stage()->config.find_environment(variable.name);
        bool const is_own =
            entry != nullptr && entry->origin.kind == model::Origin::Kind::instruction;
        auto const value = is_own ? entry->value.known() : std::nullopt;
        if (!value || is_no_secret(*value)) continue;
        if (!model::names_secret(variable.name) && !has_password(*value)) continue;
        auto finding = pass.report(variable.place, baked, container.described(), variable.name,
                                   variable.secret);
        finding.related(entry->name_place, "the value in the image");
        if (entry->value_place.source == &pass.build().source())
            finding.mask(entry->value_place.span);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::image_secret_overridden_by_manifest
