// Looks values up.
#include "analyzer/kubernetes/manifest_text.hpp"

namespace dockcheck::kubernetes {

model::ManifestText ManifestTexts::text_of(YAML::Node const& scalar) const {
    auto const span = words_.span_of(scalar.Scalar(), compose::mark_of(scalar));
    return {scalar.Scalar(), {&file_, span}};
}

std::optional<model::ManifestText> ManifestTexts::text(YAML::Node const& parent,
                                                       std::string_view key) {
    auto const found = of_type(parent, key, YAML::NodeType::Scalar);
    return found.IsDefined() ? std::optional(text_of(found)) : std::nullopt;
}

YAML::Node ManifestTexts::of_type(YAML::Node const& parent, std::string_view key,
                                  YAML::NodeType::value type) {
    YAML::Node const nothing(YAML::NodeType::Undefined);
    auto found = maps_.find(parent, key);
    if (!found.IsDefined() || found.IsNull()) return nothing;
    if (found.Type() == type) return found;
    see_odd();
    return nothing;
}

}  // namespace dockcheck::kubernetes
