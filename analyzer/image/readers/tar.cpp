// libarchive reads from our streams through its callbacks; nothing is ever extracted.
#include "analyzer/image/readers/tar.hpp"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace dockcheck::image {

struct TarReader::State {
    std::unique_ptr<ByteStream> stream;
    archive* tar = nullptr;
    std::vector<char> buffer;

    /// Why libarchive gave up: what the stream says of itself explains more.
    [[nodiscard]] std::string problem() const {
        if (!stream->problem().empty()) return stream->problem();
        char const* const text = archive_error_string(tar);
        if (text == nullptr) return "the tar archive is damaged";
        if (std::string_view(text).starts_with("Truncated")) return "the archive ends too early";
        return text;
    }
};

namespace {

constexpr std::size_t buffer_size = std::size_t{64} * 1024;

std::string_view or_empty(char const* text) {
    return text == nullptr ? std::string_view{} : std::string_view(text);
}

ByteStream& stream_of(void* stream) { return *static_cast<ByteStream*>(stream); }

la_ssize_t read_stream(archive* tar, void* stream, void const** bytes) {
    auto const piece = stream_of(stream).read();
    *bytes = piece.data();
    auto const& problem = stream_of(stream).problem();
    if (piece.empty() && !problem.empty()) {
        archive_set_error(tar, EIO, "%s", problem.c_str());
        return ARCHIVE_FATAL;
    }
    return static_cast<la_ssize_t>(piece.size());
}

la_int64_t skip_stream(archive* /*tar*/, void* stream, la_int64_t size) {
    if (size <= 0) return 0;
    return static_cast<la_int64_t>(stream_of(stream).skip(static_cast<std::uint64_t>(size)));
}

LayerFile::Type type_of(archive_entry* entry) {
    using Type = LayerFile::Type;
    if (archive_entry_hardlink(entry) != nullptr) return Type::hard_link;
    switch (archive_entry_filetype(entry)) {
        case AE_IFDIR:
            return Type::directory;
        case AE_IFLNK:
            return Type::symbolic_link;
        case AE_IFCHR:
            return Type::character_device;
        case AE_IFBLK:
            return Type::block_device;
        case AE_IFIFO:
            return Type::fifo;
        default:
            return Type::file;
    }
}

std::uint32_t id_of(la_int64_t id) {
    constexpr la_int64_t most = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp<la_int64_t>(id, 0, most));
}

bool has_capabilities(archive_entry* entry) {
    char const* name = nullptr;
    void const* value = nullptr;
    std::size_t size = 0;
    archive_entry_xattr_reset(entry);
    while (archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK) {
        if (or_empty(name) == "security.capability") return true;
    }
    return false;
}

class EntryStream final : public ByteStream {
 public:
    explicit EntryStream(TarReader& reader) : reader_(reader) {}
    std::string_view read() override {
        auto const piece = reader_.read(buffer_size);
        if (piece.empty()) problem_ = reader_.problem();
        return piece;
    }

 private:
    TarReader& reader_;
};

}  // namespace

TarReader::TarReader(std::unique_ptr<ByteStream> stream) : state_(std::make_unique<State>()) {
    state_->stream = std::move(stream);
    state_->tar = archive_read_new();
    archive_read_support_format_tar(state_->tar);
    auto* const bytes = state_->stream.get();
    if (archive_read_open2(state_->tar, bytes, nullptr, read_stream, skip_stream, nullptr)
        != ARCHIVE_OK) {
        problem_ = state_->problem();
    }
}

TarReader::~TarReader() { archive_read_free(state_->tar); }

std::optional<TarEntry> TarReader::next() {
    if (!problem_.empty()) return std::nullopt;
    archive_entry* entry = nullptr;
    auto const status = archive_read_next_header(state_->tar, &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    if (status < ARCHIVE_WARN) {
        problem_ = state_->problem();
        return std::nullopt;
    }
    TarEntry result;
    result.path = or_empty(archive_entry_pathname(entry));
    result.type = type_of(entry);
    result.link = result.type == LayerFile::Type::hard_link
                      ? or_empty(archive_entry_hardlink(entry))
                      : or_empty(archive_entry_symlink(entry));
    result.size = static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0));
    result.modified = archive_entry_mtime(entry);
    result.position = static_cast<std::uint64_t>(archive_filter_bytes(state_->tar, 0));
    result.uid = id_of(archive_entry_uid(entry));
    result.gid = id_of(archive_entry_gid(entry));
    result.mode = static_cast<std::uint16_t>(archive_entry_perm(entry));
    result.is_sparse = archive_entry_sparse_count(entry) > 0;
    result.has_capabilities = has_capabilities(entry);
    return result;
}

std::string_view TarReader::read(std::size_t size) {
    if (!problem_.empty()) return {};
    if (state_->buffer.empty()) state_->buffer.resize(buffer_size);
    auto const got =
        archive_read_data(state_->tar, state_->buffer.data(), std::min(size, buffer_size));
    if (got < 0) {
        problem_ = state_->problem();
        return {};
    }
    return {state_->buffer.data(), static_cast<std::size_t>(got)};
}

std::unique_ptr<ByteStream> entry_stream(TarReader& reader) {
    return std::make_unique<EntryStream>(reader);
}

std::optional<std::string> clean_path(std::string_view path) {
    std::string clean;
    while (!path.empty()) {
        auto const slash = std::min(path.find('/'), path.size());
        auto const name = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (name.empty() || name == ".") continue;
        if (name == "..") return std::nullopt;
        if (!clean.empty()) clean += '/';
        clean += name;
    }
    return clean;
}

}  // namespace dockcheck::image
