// What the bytes at the start are decides which reader takes the rest.
#include "analyzer/image/readers/read.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <system_error>
#include <utility>

#include "analyzer/image/looks_like_image.hpp"
#include "analyzer/image/readers/byte_stream.hpp"
#include "analyzer/image/readers/digest.hpp"
#include "analyzer/image/readers/json_text.hpp"
#include "analyzer/image/readers/manifests.hpp"
#include "analyzer/image/readers/storage.hpp"
#include "analyzer/image/readers/texts.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/open_file.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::image {
namespace {

tl::unexpected<Error> failed(std::string const& name, std::string text) {
    return tl::unexpected(Error{name, std::move(text)});
}

/// Everything that a stream gives, when it is a text of at most the limit.
Result<std::string> whole_text(std::string const& name, ByteStream& stream, std::uint64_t limit) {
    std::string bytes;
    for (auto piece = stream.read(); !piece.empty(); piece = stream.read()) {
        bytes += piece;
        if (bytes.size() > limit) {
            return failed(name, fmt::format("the JSON text is larger than {} MiB",
                                            limit / (std::size_t{1024} * 1024)));
        }
    }
    if (!stream.problem().empty()) return failed(name, stream.problem());
    return bytes;
}

/// The images of a text without those that are told to be for another platform.
Result<Images> chosen(Images images, PlatformChoice const& choice, std::string const& name) {
    std::vector<std::string> others;
    std::erase_if(images.images, [&](auto const& image) {
        auto const& platform = image->platform;
        bool const is_told = !platform.os.empty() && !platform.architecture.empty();
        if (!is_told || choice.takes(platform)) return false;
        others.push_back(shown(platform));
        return true;
    });
    if (images.images.empty()) return tl::unexpected(no_image_for(choice, name, others));
    return images;
}

Result<Images> read_json_text(std::string const& name, ByteStream& stream,
                              ReadOptions const& options) {
    auto const& limits = options.limits;
    auto bytes = whole_text(name, stream, limits.text_size);
    if (!bytes) return tl::unexpected(bytes.error());
    auto budget = json_budget(limits);
    auto const text = read_json(name, {}, std::move(*bytes), budget);
    if (!text) return tl::unexpected(text.error());
    auto images = read_text(*text);
    if (!images) return images;
    return chosen(std::move(*images), PlatformChoice::parse(options.platform), name);
}

/// Says which layers could not be listed as a whole.
void note_trouble(Storage const& storage, Layer const& layer, std::vector<std::string>& notes) {
    auto const name = !layer.entry.empty()    ? layer.entry
                      : !layer.digest.empty() ? layer.digest
                                              : layer.diff_id;
    if (layer.list == nullptr) {
        notes.push_back(fmt::format("{}: the layer {} is not in it: its files are not checked",
                                    storage.name(), name));
    } else if (!layer.list->problem.empty()) {
        notes.push_back(fmt::format("{}: the files of the layer {} are not all checked: {}",
                                    storage.name(), name, layer.list->problem));
    }
}

/// What the digest of the layer's bytes must be, by all that is said of it.
std::string_view expected_digest(Layer const& layer) {
    if (!layer.digest.empty()) return layer.digest;
    return layer.list->is_packed ? std::string_view{} : layer.diff_id;
}

/// A layer must be what its name says, where its bytes were all read.
Result<void> check_digest(Storage const& storage, Layer const& layer) {
    if (layer.list == nullptr || layer.list->digest.empty()) return {};
    auto const expected = expected_digest(layer);
    if (!is_sha256(expected) || layer.list->digest == expected) return {};
    return storage.error(layer.entry, changed_bytes(layer.list->digest));
}

Result<void> list_layers(Storage& storage, Found& found) {
    for (auto const& shared : found.images) {
        auto& image = *shared;
        auto const layers = image.arena.copy(image.layers);
        for (auto& layer : layers) {
            if (!layer.entry.empty()) {
                if (auto list = storage.list(layer.entry)) {
                    layer.list = list.get();
                    image.lists.push_back(std::move(list));
                }
            }
            if (auto checked = check_digest(storage, layer); !checked) return checked;
            note_trouble(storage, layer, found.notes);
        }
        image.layers = layers;
    }
    return {};
}

Result<Images> read_from(Result<std::unique_ptr<Storage>> storage, ReadOptions const& options,
                         bool is_folder) {
    if (!storage) return tl::unexpected(storage.error());
    auto found = read_storage(**storage, PlatformChoice::parse(options.platform), is_folder);
    if (!found) return tl::unexpected(found.error());
    if (options.layers) {
        if (auto listed = list_layers(**storage, *found); !listed) {
            return tl::unexpected(listed.error());
        }
    }
    Images images;
    images.input = found->input;
    images.images.assign(found->images.begin(), found->images.end());
    images.notes = std::move(found->notes);
    return images;
}

/// Why bytes that begin so are no image.
std::string_view reason_against(std::string_view first_bytes) {
    if (first_bytes.empty()) return "the file is empty";
    if (first_bytes.starts_with("\xFF\xFE") || first_bytes.starts_with("\xFE\xFF")) {
        return "this text is UTF-16, as Windows PowerShell writes it: write it as UTF-8, with "
               "docker inspect IMAGE | Out-File -Encoding utf8 FILE";
    }
    return "this is no image: dockcheck reads JSON, tar archives, also packed by gzip or zstd, and "
           "OCI layout folders";
}

/// An image of which `opened` is all and is read once; `open` reads it anywhere, where that is
/// possible.
Result<Images> read_opened(std::string const& name, Opened opened, OpenAt open, std::uint64_t size,
                           ReadOptions const& options) {
    auto const packing = packing_of(opened.first_bytes);
    auto inner = unpacked(std::move(opened), options.limits);
    if (is_tar(inner.first_bytes)) {
        if (packing == Packing::none && open) {
            return read_from(open_archive(name, std::move(open), size, options.limits), options,
                             false);
        }
        return read_from(
            read_archive(name, std::move(inner.stream), options.layers, options.limits), options,
            false);
    }
    if (!inner.stream->problem().empty()) return failed(name, inner.stream->problem());
    bool const is_json = looks_like_image(inner.first_bytes)
                         && packing_of(inner.first_bytes) == Packing::none
                         && inner.first_bytes.find('\0') == std::string::npos;
    if (!is_json) return failed(name, std::string(reason_against(inner.first_bytes)));
    return read_json_text(name, *inner.stream, options);
}

Result<Images> read_folder(std::string const& path, ReadOptions const& options) {
    if (!is_layout_folder(path)) {
        return failed(path,
                      "this folder is no OCI image layout: it has no oci-layout and "
                      "index.json");
    }
    return read_from(open_folder(path, options.limits), options, true);
}

}  // namespace

Result<Images> read_image(std::string const& path, ReadOptions const& options) {
    using system::Kind;
    if (path == "-") return read_image_stream(path, system::standard_input, {}, options);
    auto const status = system::status_of(path);
    auto const kind = status.kind;
    if (kind == Kind::missing) return failed(path, std::generic_category().message(errno));
    if (kind == Kind::folder) return read_folder(path, options);
    system::OpenFile const file(system::open_file(path));
    if (!file) return failed(path, std::generic_category().message(errno));
    if (kind != Kind::file) return read_image_stream(path, file.number(), {}, options);
    auto const open = [&file](std::uint64_t offset, std::uint64_t length) {
        return file_stream(file.number(), offset, length);
    };
    return read_opened(path, look_at(open(0, status.size)), open, status.size, options);
}

Result<Images> read_image_bytes(std::string const& name, std::string_view bytes,
                                ReadOptions const& options) {
    auto const open = [bytes](std::uint64_t offset, std::uint64_t length) {
        return memory_stream(bytes.substr(std::min<std::uint64_t>(offset, bytes.size()), length));
    };
    return read_opened(name, look_at(memory_stream(bytes)), open, bytes.size(), options);
}

Result<Images> read_image_stream(std::string const& name, int file, std::string_view first_bytes,
                                 ReadOptions const& options) {
    return read_opened(name, look_at(pipe_stream(file, first_bytes)), {}, 0, options);
}

bool is_layout_folder(std::string const& path) {
    return system::is_file(path + "/oci-layout") && system::is_file(path + "/index.json");
}

}  // namespace dockcheck::image
