// The members of an image config, by their names in the OCI specification and in Docker's.
#include "analyzer/image/readers/config.hpp"

#include <algorithm>

#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::image {
namespace {

/// What is left of the container that Docker's older builders committed.
void read_container_settings(FieldReader& fields, Node const* object, Config& config) {
    config.hostname = fields.text(object, "Hostname");
    config.domainname = fields.text(object, "Domainname");
    config.attach_stdin = fields.boolean(object, "AttachStdin");
    config.attach_stdout = fields.boolean(object, "AttachStdout");
    config.attach_stderr = fields.boolean(object, "AttachStderr");
    config.tty = fields.boolean(object, "Tty");
    config.open_stdin = fields.boolean(object, "OpenStdin");
    config.stdin_once = fields.boolean(object, "StdinOnce");
    config.network_disabled = fields.boolean(object, "NetworkDisabled");
    config.mac_address = fields.text(object, "MacAddress");
    config.memory = fields.number(object, "Memory");
    config.memory_swap = fields.number(object, "MemorySwap");
    config.cpu_shares = fields.number(object, "CpuShares");
}

HistoryEntry read_entry(FieldReader& fields, Node const& object) {
    HistoryEntry entry;
    entry.created = fields.text(&object, "created");
    entry.created_by = fields.text(&object, "created_by");
    entry.author = fields.text(&object, "author");
    entry.comment = fields.text(&object, "comment");
    entry.empty_layer = fields.boolean(&object, "empty_layer");
    entry.node = &object;
    return entry;
}

}  // namespace

Draft::Draft(std::shared_ptr<Document const> text, Input input) : fields(*text, image->arena) {
    image->input = input;
    image->document = text;
    image->documents.push_back(std::move(text));
}

Result<std::shared_ptr<Image>> Draft::finished() const {
    if (fields.error()) return tl::unexpected(*fields.error());
    return image;
}

Field<Healthcheck> read_healthcheck(FieldReader& fields, Node const* parent) {
    Field<Healthcheck> field;
    auto const* const object = fields.object(parent, "Healthcheck");
    field.node = parent == nullptr ? nullptr : parent->find("Healthcheck");
    if (object == nullptr) {
        if (field.node != nullptr) field.presence = Presence::null;
        return field;
    }
    field.presence = object->children.empty() ? Presence::empty : Presence::given;
    field.value.test = fields.texts(object, "Test");
    field.value.interval = fields.number(object, "Interval");
    field.value.timeout = fields.number(object, "Timeout");
    field.value.start_period = fields.number(object, "StartPeriod");
    field.value.start_interval = fields.number(object, "StartInterval");
    field.value.retries = fields.number(object, "Retries");
    return field;
}

Field<Config> read_config(FieldReader& fields, Node const* parent, std::string_view name) {
    Field<Config> field;
    field.node = parent == nullptr ? nullptr : parent->find(name);
    auto const* const object = fields.object(parent, name);
    if (object == nullptr) {
        if (field.node != nullptr) field.presence = Presence::null;
        return field;
    }
    return read_config_of(fields, *object);
}

Field<Config> read_config_of(FieldReader& fields, Node const& root) {
    auto const* const object = &root;
    Field<Config> field;
    field.node = object;
    field.presence = object->children.empty() ? Presence::empty : Presence::given;
    auto& config = field.value;
    config.user = fields.text(object, "User");
    config.environment = fields.assignments(object, "Env");
    config.entrypoint = fields.texts(object, "Entrypoint");
    config.cmd = fields.texts(object, "Cmd");
    config.shell = fields.texts(object, "Shell");
    config.workdir = fields.text(object, "WorkingDir");
    config.ports = fields.names(object, "ExposedPorts");
    config.volumes = fields.names(object, "Volumes");
    config.labels = fields.members(object, "Labels");
    config.healthcheck = read_healthcheck(fields, object);
    config.stop_signal = fields.text_or_number(object, "StopSignal");
    config.stop_timeout = fields.number(object, "StopTimeout");
    config.triggers = fields.texts(object, "OnBuild");
    config.args_escaped = fields.boolean(object, "ArgsEscaped");
    read_container_settings(fields, object, config);
    return field;
}

void read_history(FieldReader& fields, Node const* parent, Image& image) {
    auto& history = image.history;
    history.node = parent == nullptr ? nullptr : parent->find("history");
    auto const* const list = fields.list(parent, "history");
    if (list == nullptr) {
        if (history.node != nullptr) history.presence = Presence::null;
        return;
    }
    ArenaVector<HistoryEntry> entries(image.arena);
    for (auto const& child : list->children) {
        if (child.kind == Node::Kind::object) {
            entries.push_back(read_entry(fields, child));
        } else {
            fields.fail(child, "an entry of \"history\" must be an object");
        }
    }
    pair_with_layers(entries.items(), image.layers.size());
    history.presence = entries.empty() ? Presence::empty : Presence::given;
    history.value = entries.items();
}

void read_diff_ids(FieldReader& fields, Node const* rootfs, std::string_view name, Image& image) {
    auto const ids = fields.texts(rootfs, name);
    ArenaVector<Layer> layers(image.arena);
    for (auto const& id : ids.value) {
        Layer layer;
        layer.diff_id = id.view();
        layer.node = id.node;
        layers.push_back(layer);
    }
    image.layers = layers.items();
}

void read_head(FieldReader& fields, Node const& root, Image& image) {
    image.os = fields.text(&root, "os");
    image.architecture = fields.text(&root, "architecture");
    image.variant = fields.text(&root, "variant");
    image.os_version = fields.text(&root, "os.version");
    if (image.os_version.node == nullptr) image.os_version = fields.text(&root, "OsVersion");
    image.platform = {image.os.value.text(), image.architecture.value.text(),
                      image.variant.value.text(), image.os_version.value.text()};
    image.created = fields.text(&root, "created");
    image.author = fields.text(&root, "author");
    image.comment = fields.text(&root, "comment");
    image.docker_version = fields.text(&root, "docker_version");
    if (image.docker_version.node == nullptr) {
        image.docker_version = fields.text(&root, "DockerVersion");
    }
}

Result<std::shared_ptr<Image>> read_config_blob(std::shared_ptr<Document const> const& text,
                                                Node const& root, Input input) {
    Draft draft(text, input);
    auto& image = *draft.image;
    if (root.kind != Node::Kind::object)
        draft.fields.fail(root, "an image config must be an object");
    read_head(draft.fields, root, image);
    image.config = read_config(draft.fields, &root, "config");
    if (image.config.presence == Presence::absent) {
        // Left out it sets nothing; what is missing in it is missing in the text as a whole.
        image.config.presence = Presence::null;
        image.config.node = &root;
    }
    read_diff_ids(draft.fields, draft.fields.object(&root, "rootfs"), "diff_ids", image);
    read_history(draft.fields, &root, image);
    return draft.finished();
}

void pair_with_layers(std::span<HistoryEntry> history, std::size_t layers) {
    auto const makes_layer = [](HistoryEntry const& entry) { return !entry.empty_layer.value; };
    auto const count = static_cast<std::size_t>(std::ranges::count_if(history, makes_layer));
    if (count != layers) return;
    std::uint32_t layer = 0;
    for (auto& entry : history) {
        if (makes_layer(entry)) entry.layer = layer++;
    }
}

}  // namespace dockcheck::image
