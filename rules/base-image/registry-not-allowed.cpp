// Finds images of registries that the configuration does not allow.
#include "rules/base-image/registry-not-allowed.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::registry_not_allowed {
namespace {

/// The registry; all names of Docker Hub are docker.io.
std::string_view registry_of(dockerfile::ImageReference const& image) {
    static constexpr std::string_view hub[] = {"",
                                               "index.docker.io",
                                               "registry-1.docker.io",
                                               "registry.hub.docker.com",
                                               "hub.docker.com",
                                               "registry.docker.com"};
    bool const is_hub = std::ranges::find(hub, image.domain) != std::ranges::end(hub);
    return is_hub ? std::string_view("docker.io") : image.domain;
}

/// The image's whole name without its tag: docker.io/library/debian.
std::string repository_of(dockerfile::ImageReference const& image) {
    auto const registry = registry_of(image);
    bool const is_official =
        registry == "docker.io" && image.path.find('/') == std::string_view::npos;
    return std::string(registry) + (is_official ? "/library/" : "/") + std::string(image.path);
}

std::string joined(std::span<std::string_view const> names) {
    std::string result;
    for (auto const name : names) {
        if (!result.empty()) result += ", ";
        result += name;
    }
    return result;
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image) return;
    auto const registry = registry_of(reference.image);
    auto const& registries = options.allowed_registries;
    auto const name = reference.value.text_or_empty();
    if (!registries.empty() && !matches_any_wildcard(registry, registries)) {
        pass.report(reference.span, other_registry, name, registry, joined(registries));
        return;
    }
    auto const& repositories = options.allowed_repositories;
    if (repositories.empty()) return;
    auto const whole = repository_of(reference.image);
    if (!matches_any_wildcard(whole, repositories)) {
        pass.report(reference.span, repository, whole);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::registry_not_allowed
