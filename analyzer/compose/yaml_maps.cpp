// Looks for keys.
#include "analyzer/compose/yaml_maps.hpp"

namespace dockcheck::compose {

Mark mark_of(YAML::Node const& node) {
    auto const mark = node.Mark();
    if (mark.is_null()) return {};
    return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

YAML::Node YamlMaps::find(YAML::Node const& map, std::string_view wanted) {
    return find_below(map, wanted, 0);
}

YAML::Node YamlMaps::find_below(YAML::Node const& map, std::string_view wanted, int depth) {
    YAML::Node found(YAML::NodeType::Undefined);
    YAML::Node merged(YAML::NodeType::Undefined);
    each_entry(map, [&](YAML::Node const& key, YAML::Node const& value) {
        if (key.Scalar() == wanted) found.reset(value);
        if (key.Scalar() == "<<") merged.reset(value);
    });
    if (found.IsDefined() || !merged.IsDefined() || depth == deepest) return found;
    if (!merged.IsSequence()) return find_below(merged, wanted, depth + 1);
    for (auto const& part : merged) {
        if (is_spent()) break;
        auto const value = find_below(part, wanted, depth + 1);
        if (value.IsDefined()) return value;
    }
    return found;
}

}  // namespace dockcheck::compose
