// Archives of images: what their headers say, and what of their data is kept.
#include <fmt/format.h>
#include <utility>

#include "analyzer/image/readers/file_list.hpp"
#include "analyzer/image/readers/storage.hpp"
#include "analyzer/image/readers/tar.hpp"

namespace dockcheck::image {
namespace {

/// Of links to links.
constexpr int most_links = 8;
/// The largest text that is kept unasked: engines refuse larger configs.
constexpr std::uint64_t most_kept = 4ULL * 1024 * 1024;

struct ArchiveEntry {
    std::uint64_t position = 0;
    std::uint64_t size = 0;
    bool is_file = false;
    bool is_link = false;
    std::string leads_to;  ///< of a link: clean
    std::optional<std::string> text;
    std::shared_ptr<FileList const> list;
};

/// The clean path that a link leads to; nothing when it leads out of the archive.
std::optional<std::string> followed(std::string_view path, TarEntry const& entry) {
    if (entry.type == LayerFile::Type::hard_link) return clean_path(entry.link);
    auto folder = std::string(path.substr(0, path.rfind('/') == path.npos ? 0 : path.rfind('/')));
    auto rest = entry.link;
    if (rest.starts_with('/')) return std::nullopt;
    while (rest.starts_with("../")) {
        if (folder.empty()) return std::nullopt;
        folder.resize(folder.rfind('/') == folder.npos ? 0 : folder.rfind('/'));
        rest.remove_prefix(3);
    }
    return clean_path(folder + "/" + std::string(rest));
}

bool is_packed_or_tar(std::string_view first_bytes) {
    return packing_of(first_bytes) != Packing::none || is_tar(first_bytes);
}

bool must_be_alone(std::string_view path) {
    return path == "manifest.json" || path == "index.json" || path == "repositories";
}

class Archive final : public Storage {
 public:
    /// `open` is empty for an archive that can be read once.
    Archive(std::string const& name, OpenAt open, Limits const& limits)
        : Storage(name, limits), open_(std::move(open)) {}

    Result<void> take(std::unique_ptr<ByteStream> stream, bool layers) {
        TarReader tar(std::move(stream));
        std::uint32_t count = 0;
        while (auto const entry = tar.next()) {
            if (++count > limits_.entries) {
                return error({}, fmt::format("the archive has more than {} entries, which no "
                                             "image's has",
                                             limits_.entries));
            }
            if (auto taken = take(tar, *entry, layers); !taken) return taken;
        }
        if (!tar.problem().empty()) return error({}, tar.problem());
        return {};
    }

    [[nodiscard]] bool has(std::string_view path) const override { return find(path) != nullptr; }
    [[nodiscard]] std::optional<std::uint64_t> size(std::string_view path) const override {
        auto const* const entry = find(path);
        if (entry == nullptr) return std::nullopt;
        return entry->size;
    }

 protected:
    Result<std::string> bytes(std::string_view path, std::uint64_t limit) override {
        auto const& entry = *find(path);
        if (entry.text) return *entry.text;
        if (entry.size > limit || entry.size > texts_room_ || !open_) {
            return error(path,
                         fmt::format("it must be a JSON text of at most {} MiB",
                                     (open_ ? limit : most_kept) / (std::size_t{1024} * 1024)));
        }
        texts_room_ -= entry.size;
        std::string text;
        auto const stream = open_(entry.position, entry.size);
        for (auto piece = stream->read(); !piece.empty(); piece = stream->read()) text += piece;
        if (text.size() < entry.size) return error(path, "the archive ends too early");
        return text;
    }
    std::shared_ptr<FileList const> make_list(std::string_view path) override {
        auto const& entry = *find(path);
        if (entry.list || !open_) return entry.list;
        return list_files(look_at(open_(entry.position, entry.size)), Reading::skipping, limits_,
                          lists_room_);
    }
    [[nodiscard]] std::string_view resolved(std::string_view path) const override {
        for (int links = 0; links < most_links; ++links) {
            auto const found = entries_.find(path);
            if (found == entries_.end() || found->second.is_file) break;
            path = found->second.leads_to;
        }
        return path;
    }
    [[nodiscard]] std::string shown(std::string_view path) const override {
        return path.empty() ? name_ : fmt::format("{}: {}", name_, path);
    }
    [[nodiscard]] std::pair<std::string, std::string> names(std::string_view path) const override {
        return {name_, std::string(path)};
    }

 private:
    Result<void> take(TarReader& tar, TarEntry const& entry, bool layers) {
        auto const path = clean_path(entry.path);
        if (!path) {
            return error({}, fmt::format("the entry \"{}\" leads out of the archive", entry.path));
        }
        ArchiveEntry known{entry.position, entry.size};
        known.is_file = entry.type == LayerFile::Type::file;
        known.is_link = entry.type == LayerFile::Type::symbolic_link
                        || entry.type == LayerFile::Type::hard_link;
        if (known.is_link) {
            auto target = followed(*path, entry);
            if (!target) {
                return error(
                    *path, fmt::format("the link to \"{}\" leads out of the archive", entry.link));
            }
            known.leads_to = std::move(*target);
        }
        if (!known.is_file && !known.is_link) return {};
        if (entries_.contains(*path) && must_be_alone(*path)) {
            return error(*path, "the archive has it twice");
        }
        if (known.is_file && open_ && entry.is_sparse) {
            return error(*path,
                         "it is stored with holes, as tar --sparse does: make the archive "
                         "without");
        }
        if (known.is_file && !open_) keep(tar, known, layers);
        entries_.insert_or_assign(*path, std::move(known));
        return {};
    }

    /// Keeps what may be asked for later: the data is gone then.
    void keep(TarReader& tar, ArchiveEntry& entry, bool layers) {
        auto opened = look_at(entry_stream(tar));
        if (is_packed_or_tar(opened.first_bytes)) {
            if (layers) {
                entry.list = list_files(std::move(opened), Reading::all, limits_, lists_room_);
            }
            return;
        }
        bool const is_text = opened.first_bytes.find_first_of("{[") == 0;
        if (!is_text || entry.size > most_kept || entry.size > texts_room_) return;
        texts_room_ -= entry.size;
        auto& text = entry.text.emplace();
        for (auto piece = opened.stream->read(); !piece.empty(); piece = opened.stream->read()) {
            text += piece;
        }
    }

    /// The file at a path, links followed.
    [[nodiscard]] ArchiveEntry const* find(std::string_view path) const {
        auto const found = entries_.find(resolved(path));
        return found != entries_.end() && found->second.is_file ? &found->second : nullptr;
    }

    OpenAt open_;
    std::map<std::string, ArchiveEntry, std::less<>> entries_;
};

}  // namespace

Result<std::unique_ptr<Storage>> open_archive(std::string const& name, OpenAt open,
                                              std::uint64_t size, Limits const& limits) {
    auto stream = open(0, size);
    auto archive = std::make_unique<Archive>(name, std::move(open), limits);
    if (auto taken = archive->take(std::move(stream), false); !taken) {
        return tl::unexpected(taken.error());
    }
    return archive;
}

Result<std::unique_ptr<Storage>> read_archive(std::string const& name,
                                              std::unique_ptr<ByteStream> stream, bool layers,
                                              Limits const& limits) {
    auto archive = std::make_unique<Archive>(name, OpenAt{}, limits);
    if (auto taken = archive->take(std::move(stream), layers); !taken) {
        return tl::unexpected(taken.error());
    }
    return archive;
}

}  // namespace dockcheck::image
