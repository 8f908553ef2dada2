// Mappings and lists of a YAML file whose anchors share their nodes, read with an allowance.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/build_section.hpp"

namespace dockcheck::compose {

/// Where a node stands.
Mark mark_of(YAML::Node const& node);

/// Looks at so many entries and no more: then everything is empty.
class YamlMaps {
 public:
    /// Counts one entry; false once the allowance is spent.
    bool take() { return allowance_ > 0 && --allowance_ > 0; }
    [[nodiscard]] bool is_spent() const { return allowance_ == 0; }

    /// Calls with the keys and values of a mapping; `<<` is a key like others.
    template <typename Visit>
    void each_entry(YAML::Node const& map, Visit&& visit) {
        if (!map.IsDefined() || !map.IsMap()) return;
        for (auto const& entry : map) {
            if (!take()) return;
            if (entry.first.IsScalar()) visit(entry.first, entry.second);
        }
    }

    /// The same, with what `<<` merges in behind the mapping's own and where it has no such key.
    template <typename Visit>
    void each_merged(YAML::Node const& map, Visit&& visit) {
        std::set<std::string> seen;
        visit_merged(map, visit, seen, 0);
    }

    /// Calls with the scalars of a list.
    template <typename Visit>
    void each_text(YAML::Node const& list, Visit&& visit) {
        if (!list.IsDefined() || !list.IsSequence()) return;
        for (auto const& element : list) {
            if (!take()) return;
            if (element.IsScalar()) visit(element);
        }
    }

    /// The value of a key, also of one that `<<` merges in; undefined when there is none.
    YAML::Node find(YAML::Node const& map, std::string_view wanted);

 private:
    static constexpr int deepest = 8;

    template <typename Visit>
    void visit_merged(YAML::Node const& map, Visit& visit, std::set<std::string>& seen, int depth) {
        YAML::Node merged(YAML::NodeType::Undefined);
        each_entry(map, [&](YAML::Node const& key, YAML::Node const& value) {
            if (key.Scalar() == "<<") {
                merged.reset(value);
            } else if (seen.insert(key.Scalar()).second) {
                visit(key, value);
            }
        });
        if (!merged.IsDefined() || depth == deepest) return;
        if (!merged.IsSequence()) return visit_merged(merged, visit, seen, depth + 1);
        for (auto const& part : merged) {
            if (is_spent()) return;
            visit_merged(part, visit, seen, depth + 1);
        }
    }
    YAML::Node find_below(YAML::Node const& map, std::string_view wanted, int depth);

    std::size_t allowance_ = 300'000;
};

}  // namespace dockcheck::compose
