// Lines about images.
#include "tests/support/image_text.hpp"

#include <fmt/format.h>

#include "analyzer/text/line_index.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

std::string_view name_of(Presence presence) {
    switch (presence) {
        case Presence::absent:
            return "absent";
        case Presence::null:
            return "null";
        case Presence::empty:
            return "empty";
        case Presence::given:
            return "given";
    }
    return "";
}

class Lines {
 public:
    explicit Lines(Image const& image) : image_(image) {}

    std::string text;

    void add(std::string_view name, Node const& node, Place place, std::string_view value) {
        auto const* const document = image_.document_of(place.source);
        auto const position = LineIndex(place.source->bytes()).position(place.span.begin);
        text += fmt::format("{} {}{}{} {}:{} {} = {}\n", name, document->entry,
                            document->entry.empty() ? "" : "#", pointer_to(node), position.line,
                            position.column, place.text(), value);
    }
    template <typename T>
    bool begin(std::string_view name, Field<T> const& field) {
        if (field.is_given()) return true;
        if (field.presence != Presence::absent) {
            text +=
                fmt::format("{} {} {}\n", name, pointer_to(*field.node), name_of(field.presence));
        }
        return false;
    }
    void add(std::string_view name, Field<Mapped> const& field) {
        if (!begin(name, field)) return;
        auto const inner = Place{field.node->source, field.value.source()};
        add(name, *field.node, inner, field.value.text());
    }
    void add(std::string_view name, Field<bool> const& field) {
        if (begin(name, field)) add(name, *field.node, field.place(), field.value ? "yes" : "no");
    }
    void add(std::string_view name, Field<std::int64_t> const& field) {
        if (begin(name, field)) add(name, *field.node, field.place(), std::to_string(field.value));
    }
    void add(std::string_view name, Field<std::span<Text const>> const& field) {
        if (!begin(name, field)) return;
        for (auto const& item : field.value) add(name, *item.node, item.place, item.view());
    }
    void add(std::string_view name, Field<std::span<NamedText const>> const& field) {
        if (!begin(name, field)) return;
        for (auto const& item : field.value) {
            add(name, *item.node, item.name_place, item.name.text());
            if (item.has_value) add("  value", *item.node, item.value_place, item.value.text());
        }
    }

 private:
    Image const& image_;
};

void add_config(Lines& lines, Config const& config) {
    lines.add("user", config.user);
    lines.add("env", config.environment);
    lines.add("entrypoint", config.entrypoint);
    lines.add("cmd", config.cmd);
    lines.add("shell", config.shell);
    lines.add("workdir", config.workdir);
    lines.add("port", config.ports);
    lines.add("volume", config.volumes);
    lines.add("label", config.labels);
    if (lines.begin("healthcheck", config.healthcheck)) {
        auto const& check = config.healthcheck.value;
        lines.add("healthcheck", check.test);
        lines.add("interval", check.interval);
        lines.add("timeout", check.timeout);
        lines.add("start period", check.start_period);
        lines.add("start interval", check.start_interval);
        lines.add("retries", check.retries);
    }
    lines.add("stop signal", config.stop_signal);
    lines.add("trigger", config.triggers);
    lines.add("args escaped", config.args_escaped);
}

void add_history(Lines& lines, Image const& image) {
    if (!lines.begin("history", image.history)) return;
    for (auto const& entry : image.history.value) {
        lines.add("step", entry.created_by);
        lines.add("  comment", entry.comment);
        lines.add("  empty layer", entry.empty_layer);
        if (entry.size) lines.text += fmt::format("  size {}\n", *entry.size);
        if (entry.layer != HistoryEntry::no_layer) {
            lines.text += fmt::format("  layer {}\n", entry.layer);
        }
    }
}

std::string_view name_of(LayerFile::Type type) {
    constexpr std::string_view names[] = {"file",  "directory", "symlink", "hardlink", "character",
                                          "block", "fifo",      "removes", "empties"};
    return names[static_cast<std::size_t>(type)];
}

}  // namespace

std::string described(Image const& image) {
    Lines lines(image);
    lines.text += fmt::format("image {}, {}", image::name_of(image.input), image.platform.os);
    lines.text += fmt::format("/{}{}{}\n", image.platform.architecture,
                              image.platform.variant.empty() ? "" : "/", image.platform.variant);
    for (auto const& name : image.names) lines.text += fmt::format("name {}\n", name);
    if (lines.begin("config", image.config)) add_config(lines, image.config.value);
    add_history(lines, image);
    for (auto const& layer : image.layers) {
        lines.text += "layer";
        for (auto const part : {layer.entry, layer.diff_id.substr(0, 14)}) {
            if (!part.empty()) lines.text += fmt::format(" {}", part);
        }
        lines.text += fmt::format(" {}\n", layer.size.value_or(0));
    }
    return lines.text;
}

std::string described_files(Image const& image) {
    std::string text;
    for (auto const& layer : image.layers) {
        text += fmt::format("layer {}\n", layer.entry);
        for (auto const& file : layer.files()) {
            text += fmt::format("  {} {:o} {}:{} {} /{}", name_of(file.type), file.mode, file.uid,
                                file.gid, file.size, file.path);
            if (!file.link.empty()) text += fmt::format(" -> {}", file.link);
            if (file.is_sparse) text += " sparse";
            if (file.has_capabilities) text += " capabilities";
            if (file.content) text += fmt::format(" [{}]", *file.content);
            text += '\n';
        }
        if (layer.list != nullptr && !layer.list->problem.empty()) {
            text += fmt::format("  problem: {}\n", layer.list->problem);
        }
    }
    return text;
}

std::string described(Result<Images> const& images) {
    if (!images) return fmt::format("error: {}: {}\n", images.error().where, images.error().text);
    std::string text;
    for (auto const& note : images->notes) text += fmt::format("note: {}\n", note);
    for (auto const& image : images->images) text += described(*image);
    return text;
}

}  // namespace dockcheck::test
