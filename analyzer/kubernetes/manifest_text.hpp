// Plain values of a manifest, for the readers of this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/file_words.hpp"
#include "analyzer/compose/yaml_maps.hpp"
#include "analyzer/model/pod_container.hpp"

namespace dockcheck::kubernetes {

/// Reads values, and remembers whether one was not what Kubernetes takes: then nothing of what
/// holds it is certain.
class ManifestTexts {
 public:
    /// The file outlives this object.
    explicit ManifestTexts(Source const& file) : file_(file), words_(file) {}

    [[nodiscard]] compose::YamlMaps& maps() { return maps_; }
    /// False since the last reset() where something was odd, or too much.
    [[nodiscard]] bool is_plain() const { return is_plain_ && !maps_.is_spent(); }
    void reset() { is_plain_ = true; }
    void see_odd() { is_plain_ = false; }

    /// The value of a key; undefined where there is none, or none of that type but null.
    YAML::Node map(YAML::Node const& parent, std::string_view key) {
        return of_type(parent, key, YAML::NodeType::Map);
    }
    YAML::Node list(YAML::Node const& parent, std::string_view key) {
        return of_type(parent, key, YAML::NodeType::Sequence);
    }
    std::optional<model::ManifestText> text(YAML::Node const& parent, std::string_view key);
    std::string string(YAML::Node const& parent, std::string_view key) {
        auto found = text(parent, key);
        return found ? std::move(found->text) : std::string();
    }
    bool is_true(YAML::Node const& parent, std::string_view key) {
        return string(parent, key) == "true";
    }
    bool has(YAML::Node const& parent, std::string_view key) {
        auto const found = maps_.find(parent, key);
        return found.IsDefined() && !found.IsNull();
    }
    [[nodiscard]] model::ManifestText text_of(YAML::Node const& scalar) const;

    /// Calls with the elements of a list, mappings all of them.
    template <typename Visit>
    void each_map(YAML::Node const& list, Visit&& visit) {
        if (!list.IsDefined()) return;
        for (auto const& element : list) {
            if (!maps_.take()) return;
            if (!element.IsMap()) return see_odd();
            visit(YAML::Node(element));
        }
    }

 private:
    YAML::Node of_type(YAML::Node const& parent, std::string_view key, YAML::NodeType::value type);

    Source const& file_;
    compose::FileWords words_;
    compose::YamlMaps maps_;
    bool is_plain_ = true;
};

}  // namespace dockcheck::kubernetes
