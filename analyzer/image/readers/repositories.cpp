// docker save before Docker 1.10: a folder a layer, each with a config that names its parent.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>

#include "analyzer/image/readers/config.hpp"
#include "analyzer/image/readers/manifests.hpp"
#include "analyzer/image/readers/tar.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::image {
namespace {

/// Docker refused longer chains of layers; some of the first versions had no bound.
constexpr std::size_t most_layers = 512;

/// Strings of one text put together with blanks between them, each byte with its way back.
Mapped joined(std::span<Text const> texts, Arena& arena) {
    std::string whole;
    ArenaVector<Segment> segments(arena);
    Span last{};
    for (auto const& text : texts) {
        if (!whole.empty()) whole += ' ';
        for (std::uint32_t i = 0; i < text.text.size(); ++i) {
            auto const at = text.text.source({i, i + 1});
            if (i == 0 || at != last) {
                segments.push_back({static_cast<std::uint32_t>(whole.size()), at.begin, at.size()});
            }
            last = at;
            whole += text.text.text()[i];
        }
    }
    if (whole.empty()) return {};
    segments.push_back({static_cast<std::uint32_t>(whole.size()), last.end, 0});
    auto const room = arena.allocate<char>(whole.size() + Source::padding);
    std::fill(std::copy(whole.begin(), whole.end(), room), room + whole.size() + Source::padding,
              '\0');
    return {{room, whole.size()}, 0, Segments(segments.items(), arena)};
}

/// The step that made a layer: what ran in the container that was committed.
HistoryEntry step_of(FieldReader& fields, Node const& root) {
    HistoryEntry entry;
    entry.created = fields.text(&root, "created");
    entry.author = fields.text(&root, "author");
    entry.comment = fields.text(&root, "comment");
    auto const command = fields.texts(fields.object(&root, "container_config"), "Cmd");
    entry.created_by = {command.presence, joined(command.value, fields.arena()), command.node};
    if (auto const size = fields.number(&root, "Size"); size.node != nullptr && size.value >= 0) {
        entry.size = static_cast<std::uint64_t>(size.value);
    }
    entry.node = &root;
    return entry;
}

/// Steps that were read already: images of one archive share most of theirs.
struct Steps {
    std::shared_ptr<Arena> arena = std::make_shared<Arena>();
    std::map<Document const*, HistoryEntry> by_text;
};

class ChainReader {
 public:
    ChainReader(Storage& storage, Steps& steps, Input input)
        : storage_(storage), steps_(steps), input_(input) {}

    Result<std::shared_ptr<Image>> read(std::string_view top) {
        if (auto read = read_texts(top); !read) return tl::unexpected(read.error());
        auto image =
            read_config_blob(chain_.front().text, chain_.front().text->roots.front(), input_);
        if (!image) return image;
        std::ranges::reverse(chain_);
        if (auto added = add_steps(**image); !added) return tl::unexpected(added.error());
        return image;
    }

 private:
    struct Link {
        std::string folder;
        std::shared_ptr<Document const> text;
    };

    /// The texts from the top layer down.
    Result<void> read_texts(std::string_view top) {
        auto id = std::string(top);
        do {
            auto const folder = clean_path(id);
            if (!folder || folder->empty() || folder->find('/') != folder->npos) {
                return storage_.error("repositories", fmt::format("\"{}\" is no image id", id));
            }
            if (chain_.size() == most_layers) {
                return storage_.error(*folder,
                                      "the image has too many layers, or one is its own "
                                      "parent");
            }
            auto const text = storage_.document(*folder + "/json");
            if (!text) return tl::unexpected(text.error());
            chain_.push_back({*folder, *text});
            Arena arena;
            FieldReader fields(**text, arena);
            id = fields.text(&(*text)->roots.front(), "parent").value.text();
            if (fields.error()) return tl::unexpected(*fields.error());
        } while (!id.empty());
        return {};
    }

    Result<void> add_steps(Image& image) {
        ArenaVector<HistoryEntry> history(image.arena);
        ArenaVector<Layer> layers(image.arena);
        for (auto const& [folder, text] : chain_) {
            auto const& root = text->roots.front();
            auto const step = step_in(*text);
            if (!step) return tl::unexpected(step.error());
            auto entry = *step;
            Layer layer;
            layer.node = &root;
            layer.entry = image.arena.copy(std::string_view(folder + "/layer.tar"));
            layer.size = storage_.size(layer.entry);
            if (!layer.size) layer.entry = {};
            entry.layer = static_cast<std::uint32_t>(layers.size());
            history.push_back(entry);
            layers.push_back(layer);
            if (text != image.document) image.documents.push_back(text);
        }
        image.arenas.push_back(steps_.arena);
        image.history = {Presence::given, history.items(), nullptr};
        image.layers = layers.items();
        return {};
    }

    Result<HistoryEntry> step_in(Document const& text) {
        auto const known = steps_.by_text.find(&text);
        if (known != steps_.by_text.end()) return known->second;
        FieldReader fields(text, *steps_.arena);
        auto const entry = step_of(fields, text.roots.front());
        if (fields.error()) return tl::unexpected(*fields.error());
        steps_.by_text.emplace(&text, entry);
        return entry;
    }

    Storage& storage_;
    Steps& steps_;
    Input input_;
    std::vector<Link> chain_;
};

/// The images' names: repository:tag -> id of the top layer.
struct Tag {
    std::string name;
    std::string_view id;
};

Result<std::vector<Tag>> read_tags(Document const& text) {
    Arena arena;
    FieldReader fields(text, arena);
    auto const& root = text.roots.front();
    std::vector<Tag> tags;
    if (root.kind != Node::Kind::object) fields.fail(root, "this must be an object");
    for (auto const& repository : root.children) {
        if (repository.kind != Node::Kind::object)
            fields.fail(repository, "this must be an object");
        for (auto const& tag : repository.children) {
            if (tag.kind != Node::Kind::string) fields.fail(tag, "this must be the id of a layer");
            tags.push_back(
                {fmt::format("{}:{}", repository.key.text(), tag.key.text()), tag.text.text()});
        }
    }
    if (fields.error()) return tl::unexpected(*fields.error());
    return tags;
}

}  // namespace

Result<void> read_repositories(Storage& storage, Found& found) {
    auto const text = storage.document("repositories");
    if (!text) return tl::unexpected(text.error());
    auto const tags = read_tags(**text);
    if (!tags) return tl::unexpected(tags.error());
    if (tags->size() > storage.limits().images) {
        return storage.error("repositories",
                             fmt::format("there are more than {} images", storage.limits().images));
    }
    Steps steps;
    std::vector<std::string_view> tops;
    for (auto const& tag : *tags) {
        auto const known = std::ranges::find(tops, tag.id);
        if (known != tops.end()) {
            found.images[static_cast<std::size_t>(known - tops.begin())]->names.push_back(tag.name);
            continue;
        }
        auto image = ChainReader(storage, steps, found.input).read(tag.id);
        if (!image) return tl::unexpected(image.error());
        (*image)->names.push_back(tag.name);
        tops.push_back(tag.id);
        found.images.push_back(std::move(*image));
    }
    return {};
}

}  // namespace dockcheck::image
