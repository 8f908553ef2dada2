// Reading `[images]`: which Dockerfile makes an image that manifests name.
#include "analyzer/config/toml_values.hpp"
#include "analyzer/system/disk.hpp"

namespace dockcheck::config {
namespace {

/// The path of a Dockerfile that is there, in the repository of the file that names it.
ImageMaker maker_of(TomlValues const& values, std::string_view key, toml::node const& node) {
    ImageMaker maker;
    maker.written = values.text(key, node);
    maker.dockerfile = values.path(maker.written);
    values.stay_in_repository(maker.dockerfile, node,
                              "your own configuration may name a Dockerfile");
    if (!system::is_file(maker.dockerfile)) {
        values.fail(node.source(), fmt::format("there is no file \"{}\"", maker.written));
    }
    return maker;
}

/// A path, or `{ dockerfile = "...", target = "..." }`.
ImageMaker read_maker(TomlValues const& values, std::string_view name, toml::node const& node) {
    if (!node.is_table()) {
        if (!node.is_string()) {
            values.wrong_type(name, node, "a path, or a table with \"dockerfile\" and \"target\"");
        }
        return maker_of(values, name, node);
    }
    ImageMaker maker;
    std::string target;
    for (auto const& [key, value] : *node.as_table()) {
        if (key.str() == "dockerfile") {
            maker = maker_of(values, key.str(), value);
        } else if (key.str() == "target") {
            target = values.text(key.str(), value);
        } else {
            values.unknown_key(key, {image_keys.begin(), image_keys.end()});
        }
    }
    if (maker.dockerfile.empty()) values.fail(node.source(), "an image needs \"dockerfile\"");
    maker.target = std::move(target);
    return maker;
}

/// Manifests have names that something else fills in later, REGISTRY/shop:TAG: more is not asked.
bool may_be_image(std::string_view name) {
    return !name.empty() && name.find_first_of(" \t\n\"'") == name.npos
           && name.find("://") == name.npos && !name.starts_with('/') && !name.starts_with(':')
           && !name.ends_with('/') && !name.ends_with(':') && !name.ends_with('@');
}

/// One entry of the table.
void read_image(TomlValues const& values, toml::key const& name, toml::node const& value,
                Configuration& to) {
    if (!may_be_image(name.str())) {
        values.fail(name.source(), fmt::format("\"{}\" is no name of an image", name.str()));
    }
    if (name.str().find('*') != std::string_view::npos) {
        values.fail(name.source(),
                    fmt::format("\"{}\" is no name of an image: each one is named for itself, "
                                "without a pattern",
                                name.str()));
    }
    to.images.insert_or_assign(std::string(name.str()),
                               values.located(value, read_maker(values, name.str(), value)));
}

}  // namespace

void read_images(TomlValues const& values, std::string_view key, toml::node const& node,
                 Configuration& to) {
    for (auto const& entry : values.table(key, node)) {
        auto const& name = entry.first;
        auto const& value = entry.second;
        values.attempt([&] { read_image(values, name, value, to); });
    }
}

}  // namespace dockcheck::config
