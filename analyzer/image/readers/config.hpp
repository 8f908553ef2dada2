// From the JSON of a config, an inspection or a history to an Image.
#pragma once

#include <memory>

#include "analyzer/image/image.hpp"
#include "analyzer/image/readers/fields.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// An image under construction, and the text that it is made from.
struct Draft {
    Draft(std::shared_ptr<Document const> text, Input input);

    std::shared_ptr<Image> image = std::make_shared<Image>();
    FieldReader fields;

    /// The image, or the first thing that was wrong.
    [[nodiscard]] Result<std::shared_ptr<Image>> finished() const;
};

/// The image whose config blob (an OCI or Docker image config) is `root`.
Result<std::shared_ptr<Image>> read_config_blob(std::shared_ptr<Document const> const& text,
                                                Node const& root, Input input);
/// A member with the config of a container: the object that has User, Env, Cmd and so on.
Field<Config> read_config(FieldReader& fields, Node const* parent, std::string_view name);
/// The same where the object itself is at hand.
Field<Config> read_config_of(FieldReader& fields, Node const& object);
/// The member Healthcheck of an object.
Field<Healthcheck> read_healthcheck(FieldReader& fields, Node const* parent);
/// The list of history entries of a config blob or of podman's inspection.
void read_history(FieldReader& fields, Node const* parent, Image& image);
/// Layers by the diff ids of rootfs.
void read_diff_ids(FieldReader& fields, Node const* rootfs, std::string_view name, Image& image);
/// What all descriptions of an image have at their top: platform, dates, names.
void read_head(FieldReader& fields, Node const& root, Image& image);

/// Says for each entry which layer it made, where the counts leave no doubt.
void pair_with_layers(std::span<HistoryEntry> history, std::size_t layers);

}  // namespace dockcheck::image
