// What services say of the containers that they start.
#pragma once

#include <set>
#include <string>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/compose/yaml_maps.hpp"

namespace dockcheck::compose {

/// Reads one service after the other.
class ContainerReader {
 public:
    explicit ContainerReader(YamlMaps& maps) : maps_(maps) {}

    Container read(YAML::Node const& service);

    /// To be asked of all services: `network_mode: service:web` makes two listen in one network.
    void see_network_of(YAML::Node const& service);
    /// False where somebody else may listen in the network of a service.
    [[nodiscard]] bool has_own_network(std::string const& service) const;

 private:
    void read_key(std::string const& key, YAML::Node const& value, Container& container);
    std::optional<std::vector<Written>> ports(YAML::Node const& list);
    std::vector<Written> health_check(YAML::Node const& healthcheck);
    void read_mounts(YAML::Node const& value, Container& container);
    std::optional<std::vector<std::string>> variables(YAML::Node const& environment);

    YamlMaps& maps_;
    std::set<std::string> shared_networks_;  ///< services in whose network others listen
    bool any_network_is_shared_ = false;
};

}  // namespace dockcheck::compose
