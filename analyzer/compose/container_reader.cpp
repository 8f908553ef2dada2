// Takes of the keys of a service what rules ask for.
#include "analyzer/compose/container_reader.hpp"

#include <algorithm>

namespace dockcheck::compose {
namespace {

std::optional<Written> written(YAML::Node const& node) {
    if (!node.IsDefined() || !node.IsScalar()) return std::nullopt;
    return Written{node.Scalar(), mark_of(node)};
}

/// Of a list its first element; of a text all of it.
std::optional<Written> first_word(YAML::Node const& node) {
    if (!node.IsSequence()) return written(node);
    return node.size() == 0 ? Written{{}, mark_of(node)} : written(node[0]);
}

}  // namespace

Container ContainerReader::read(YAML::Node const& service) {
    Container container;
    maps_.each_merged(service, [&](YAML::Node const& key, YAML::Node const& value) {
        read_key(key.Scalar(), value, container);
    });
    return container;
}

void ContainerReader::read_key(std::string const& key, YAML::Node const& value,
                               Container& container) {
    static std::set<std::string, std::less<>> const mounts{"volumes", "configs", "secrets",
                                                           "working_dir", "develop"};
    if (key == "user") container.user = written(value);
    if (key == "command" && !value.IsNull()) container.command = first_word(value);
    if (key == "entrypoint" && !value.IsNull()) container.has_entrypoint = true;
    if (key == "environment" || key == "env_file") container.has_environment = true;
    if (key == "env_file") container.variables.reset();
    if (key == "environment" && container.variables) container.variables = variables(value);
    if (key == "volumes" || key == "tmpfs") read_mounts(value, container);
    if (key == "working_dir") container.has_own_folder = true;
    if (key == "userns_mode") container.has_own_users = true;
    if (key == "profiles") container.is_optional = true;
    if (key == "network_mode") container.has_own_network = false;
    if (key == "ports") container.ports = ports(value);
    if (key == "healthcheck" && value.IsMap()) container.health_check = health_check(value);
    if (mounts.contains(key)) container.has_mounts = true;
}

void ContainerReader::see_network_of(YAML::Node const& service) {
    constexpr std::string_view front = "service:";
    auto const mode = maps_.find(service, "network_mode");
    if (!mode.IsDefined() || !mode.IsScalar()) return;
    auto const& text = mode.Scalar();
    if (text.starts_with(front)) shared_networks_.insert(text.substr(front.size()));
    bool const is_of_any = text.starts_with("container:") || text.find('$') != text.npos;
    any_network_is_shared_ = any_network_is_shared_ || is_of_any;
}

bool ContainerReader::has_own_network(std::string const& service) const {
    return !any_network_is_shared_ && !shared_networks_.contains(service);
}

/// The entries of the short syntax, and of the long one the numbers.
std::optional<std::vector<Written>> ContainerReader::ports(YAML::Node const& list) {
    if (!list.IsSequence()) return std::nullopt;
    std::vector<Written> result;
    for (auto const& port : list) {
        if (!maps_.take()) return std::nullopt;
        if (port.IsMap() && maps_.find(port, "protocol").IsDefined()) return std::nullopt;
        auto const one = port.IsMap() ? written(maps_.find(port, "target")) : written(port);
        if (!one) return std::nullopt;
        result.push_back(*one);
    }
    return result;
}

/// The entries of the short syntax, and of the long one the targets.
void ContainerReader::read_mounts(YAML::Node const& value, Container& container) {
    if (auto const one = written(value)) container.mounts.push_back({one->text, one->mark, {}});
    if (!value.IsSequence()) return;
    for (auto const& mount : value) {
        if (!maps_.take()) return;
        auto const one = mount.IsMap() ? written(maps_.find(mount, "target")) : written(mount);
        auto const type = written(maps_.find(mount, "type"));
        auto const source = written(maps_.find(mount, "source"));
        bool const is_bind = type && type->text == "bind" && source;
        if (one)
            container.mounts.push_back(
                {one->text, one->mark, is_bind ? source->text : std::string()});
    }
}

/// The names of a mapping, or of a list of NAME=VALUE.
std::optional<std::vector<std::string>> ContainerReader::variables(YAML::Node const& environment) {
    std::vector<std::string> names;
    if (!environment.IsMap() && !environment.IsSequence() && !environment.IsNull())
        return std::nullopt;
    maps_.each_merged(environment, [&](YAML::Node const& key, YAML::Node const&) {
        names.push_back(key.Scalar());
    });
    maps_.each_text(environment, [&](YAML::Node const& element) {
        names.push_back(element.Scalar().substr(0, element.Scalar().find('=')));
    });
    bool const has_unknown = std::ranges::any_of(
        names, [](std::string const& name) { return name.find('$') != name.npos; });
    return has_unknown || maps_.is_spent() ? std::nullopt : std::optional(std::move(names));
}

/// `["CMD", "curl", ...]`, `["CMD-SHELL", "curl ..."]`, and a text, which is of the second kind.
std::vector<Written> ContainerReader::health_check(YAML::Node const& healthcheck) {
    auto const test = maps_.find(healthcheck, "test");
    if (auto const text = written(test)) return {{"CMD-SHELL", {}}, *text};
    if (!test.IsDefined() || !test.IsSequence()) return {};
    std::vector<Written> words;
    for (auto const& word : test) {
        auto const one = maps_.take() ? written(word) : std::nullopt;
        if (!one) return {};
        words.push_back(*one);
    }
    return words;
}

}  // namespace dockcheck::compose
