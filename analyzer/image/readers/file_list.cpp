// Headers of a layer's entries become files; data is passed over, but for that of a few small
// files.
#include "analyzer/image/readers/file_list.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/image/readers/digest_stream.hpp"
#include "analyzer/image/readers/tar.hpp"

namespace dockcheck::image {
namespace {

constexpr std::string_view whiteout_mark = ".wh.";
constexpr std::string_view opaque_mark = ".wh..wh..opq";
/// A list is copied once while it grows.
constexpr std::uint64_t entry_cost = 2 * sizeof(LayerFile);

bool is_of_interest(std::string_view path) {
    return std::ranges::find(files_of_interest, path) != std::end(files_of_interest);
}

/// What an entry is about: a file, or one that a marker file removes.
struct Meaning {
    LayerFile::Type type;
    std::string path;
};

/// Nothing for the markers that mean nothing to an image.
std::optional<Meaning> meaning_of(LayerFile::Type type, std::string path) {
    using Type = LayerFile::Type;
    auto const slash = path.rfind('/');
    auto const begin = slash == path.npos ? 0 : slash + 1;
    auto const name = std::string_view(path).substr(begin);
    if (!name.starts_with(whiteout_mark)) return Meaning{type, std::move(path)};
    if (name == opaque_mark) {
        path.resize(begin == 0 ? 0 : begin - 1);
        return Meaning{Type::opaque_whiteout, std::move(path)};
    }
    auto const removed = name.substr(whiteout_mark.size());
    if (removed.empty() || removed.starts_with(whiteout_mark)) return std::nullopt;  // of aufs
    path.erase(begin, whiteout_mark.size());
    return Meaning{Type::whiteout, std::move(path)};
}

class Lister {
 public:
    Lister(TarReader& tar, Limits const& limits, std::uint64_t& room)
        : tar_(tar), limits_(limits), room_(room) {}

    std::shared_ptr<FileList> list() {
        while (auto const entry = tar_.next()) {
            if (!add(*entry)) return list_;
        }
        if (!tar_.problem().empty()) list_->problem = tar_.problem();
        return list_;
    }

 private:
    /// False when the list must end here.
    bool add(TarEntry const& entry) {
        auto path = clean_path(entry.path);
        auto const link = linked_path(entry);
        if (!path || !link) {
            list_->problem = fmt::format("\"{}\" leads out of the image, which no real layer does",
                                         path ? entry.link : entry.path);
            return false;
        }
        auto const meaning = meaning_of(entry.type, std::move(*path));
        if (!meaning) return true;
        if (!take_room(entry_cost + meaning->path.size() + link->size())) return false;
        auto file = file_of(entry, meaning->type);
        file.path = list_->arena.copy(std::string_view(meaning->path));
        file.link = list_->arena.copy(std::string_view(*link));
        if (!keep_content(file)) return false;
        list_->unpacked_size += file.size;
        append(file);
        return true;
    }

    static LayerFile file_of(TarEntry const& entry, LayerFile::Type type) {
        LayerFile file;
        file.type = type;
        file.size = type == LayerFile::Type::file ? entry.size : 0;
        file.modified = entry.modified;
        file.uid = entry.uid;
        file.gid = entry.gid;
        file.mode = entry.mode;
        file.is_sparse = entry.is_sparse;
        file.has_capabilities = entry.has_capabilities;
        return file;
    }

    /// A hard link names an entry of the archive; a symbolic one may lead where it wants.
    static std::optional<std::string> linked_path(TarEntry const& entry) {
        if (entry.type == LayerFile::Type::hard_link) return clean_path(entry.link);
        return std::string(entry.link);
    }

    bool keep_content(LayerFile& file) {
        if (file.type != LayerFile::Type::file || !is_of_interest(file.path)) return true;
        if (file.size > limits_.kept_file_size) return true;
        if (!take_room(file.size)) return false;
        std::string content;
        while (content.size() < file.size) {
            auto const piece = tar_.read(file.size - content.size());
            if (piece.empty()) break;
            content += piece;
        }
        file.content = list_->arena.copy(std::string_view(content));
        return true;
    }

    bool take_room(std::uint64_t size) {
        if (size <= room_) {
            room_ -= size;
            return true;
        }
        list_->problem = fmt::format("the layers have more files than {} MiB of memory can list",
                                     limits_.layer_lists_size / (std::size_t{1024} * 1024));
        return false;
    }

    void append(LayerFile const& file) {
        auto& files = list_->files;
        // By a quarter: growing by two, the old and the new list together would be half empty.
        if (files.size() == files.capacity()) {
            files.reserve(std::max<std::size_t>(64, files.size() + files.size() / 4));
        }
        files.push_back(file);
    }

    TarReader& tar_;
    Limits const& limits_;
    std::uint64_t& room_;
    std::shared_ptr<FileList> list_ = std::make_shared<FileList>();
};

std::shared_ptr<FileList> no_list(std::string problem) {
    auto list = std::make_shared<FileList>();
    list->problem = std::move(problem);
    return list;
}

std::shared_ptr<FileList> list_unpacked(Opened opened, Limits const& limits, std::uint64_t& room) {
    if (opened.first_bytes.empty()) return no_list(opened.stream->problem());
    bool const is_empty_tar = opened.first_bytes.find_first_not_of('\0') == std::string::npos;
    if (!is_empty_tar && !is_tar(opened.first_bytes)) {
        auto const& trouble = opened.stream->problem();
        return no_list(trouble.empty()
                           ? "the layer is no tar archive, nor one packed by gzip or zstd"
                           : trouble);
    }
    TarReader tar(std::move(opened.stream));
    return Lister(tar, limits, room).list();
}

}  // namespace

std::shared_ptr<FileList const> list_files(Opened layer, Reading reading, Limits const& limits,
                                           std::uint64_t& room) {
    bool const is_packed = packing_of(layer.first_bytes) != Packing::none;
    if (!is_packed && reading == Reading::skipping) {
        return list_unpacked(std::move(layer), limits, room);
    }
    auto const digest = digest_stream(std::move(layer.stream));
    layer.stream = reference_to(*digest);
    auto list = list_unpacked(unpacked(std::move(layer), limits), limits, room);
    list->is_packed = is_packed;
    list->digest = digest->finish();
    return list;
}

}  // namespace dockcheck::image
