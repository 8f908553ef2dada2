// What docker inspect and podman inspect say of an image or a container, and docker history.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <system_error>

#include "analyzer/image/readers/config.hpp"
#include "analyzer/image/readers/json_text.hpp"
#include "analyzer/image/readers/texts.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::image {
namespace {

/// Of a container there are State and HostConfig, which no image has.
bool is_container(Node const& root) {
    return root.find_exactly("State") != nullptr || root.find_exactly("HostConfig") != nullptr;
}

/// Podman's has the kind of the manifest; Docker's never had.
Input input_of(Node const& root) {
    if (is_container(root)) return Input::container_inspect;
    return root.find_exactly("ManifestType") != nullptr ? Input::podman_inspect
                                                        : Input::docker_inspect;
}

/// Podman leaves out of Config what the OCI config does not know and puts it beside.
void take_outer_healthcheck(FieldReader& fields, Node const& root, Image& image) {
    if (image.config.value.healthcheck.node != nullptr) return;
    if (root.find_exactly("Healthcheck") == nullptr) return;
    image.config.value.healthcheck = read_healthcheck(fields, &root);
    if (image.config.presence == Presence::empty) image.config.presence = Presence::given;
}

std::string with_algorithm(std::string_view id) {
    return id.find(':') != id.npos || id.empty() ? std::string(id) : fmt::format("sha256:{}", id);
}

void note_container(Document const& text, std::string_view name, std::vector<std::string>& notes) {
    notes.push_back(fmt::format(
        "{}: this describes a container{}{}, not an image: what docker run or docker create "
        "changed is taken for the image's",
        shown_name(text), name.empty() ? "" : " ", name));
}

/// The bytes of "12.3MB" or "1234": docker history rounds them, and counts in thousands.
std::optional<std::uint64_t> size_in(std::string_view text) {
    double value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double most = 1e18;  // what no disk holds, and an integer does
    if (read.ec != std::errc{} || !(value >= 0)) return std::nullopt;
    auto const unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
    constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
    auto const* const known = std::ranges::find(units, unit.empty() ? units[0] : unit);
    for (auto const* smaller = std::begin(units); smaller != known; ++smaller) value *= 1000;
    if (known == std::end(units) || value > most) return std::nullopt;
    return static_cast<std::uint64_t>(value);
}

HistoryEntry read_step(FieldReader& fields, Node const& object) {
    HistoryEntry entry;
    entry.created =
        fields.text(&object, object.find_exactly("CreatedAt") ? "CreatedAt" : "created");
    entry.created_by = fields.text(&object, "CreatedBy");
    entry.comment = fields.text(&object, "Comment");
    entry.size = size_in(fields.text_or_number(&object, "Size").value.text());
    entry.node = &object;
    return entry;
}

}  // namespace

Result<std::shared_ptr<Image>> read_inspection(std::shared_ptr<Document const> const& text,
                                               Node const& root, std::vector<std::string>& notes) {
    Draft draft(text, input_of(root));
    auto& fields = draft.fields;
    auto& image = *draft.image;
    image.config = read_config(fields, &root, "Config");
    if (is_container(root)) {
        auto const name = fields.text(&root, "Name").value.text();
        note_container(*text, name.starts_with('/') ? name.substr(1) : name, notes);
        auto const of_image = fields.text(image.config.node, "Image").value.text();
        if (!of_image.empty()) image.names.emplace_back(of_image);
        image.id = with_algorithm(fields.text(&root, "Image").value.text());
        return draft.finished();
    }
    read_head(fields, root, image);
    take_outer_healthcheck(fields, root, image);
    for (auto const& tag : fields.texts(&root, "RepoTags").value) {
        image.names.emplace_back(tag.view());
    }
    image.id = with_algorithm(fields.text(&root, "Id").value.text());
    if (auto const size = fields.number(&root, "Size"); size.is_given() && size.value >= 0) {
        image.size = static_cast<std::uint64_t>(size.value);
    }
    read_diff_ids(fields, fields.object(&root, "RootFS"), "Layers", image);
    read_history(fields, &root, image);
    return draft.finished();
}

Result<std::shared_ptr<Image>> read_history_lines(std::shared_ptr<Document const> const& text,
                                                  std::span<Node const> entries) {
    Draft draft(text, Input::history_lines);
    auto& image = *draft.image;
    ArenaVector<HistoryEntry> history(image.arena);
    for (auto at = entries.rbegin(); at != entries.rend(); ++at) {
        history.push_back(read_step(draft.fields, *at));
    }
    image.history.presence = Presence::given;
    image.history.value = history.items();
    image.history.node = entries.front().parent;
    return draft.finished();
}

}  // namespace dockcheck::image
