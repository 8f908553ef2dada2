// What was read of a container image: its config, history and layers, each value with its place in
// the text that it comes from. Plain types: who reads them is in readers/.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/document.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::image {

/// In what an image was handed to us.
enum class Input : std::uint8_t {
    oci_config,         ///< application/vnd.oci.image.config.v1+json; skopeo inspect --config
    docker_config,      ///< the same with what Docker adds
    docker_inspect,     ///< docker image inspect
    podman_inspect,     ///< podman image inspect, buildah inspect
    container_inspect,  ///< of a container: its Config is the image's and what `run` changed of it
    history_lines,      ///< docker history --format json: there is no config
    docker_archive,     ///< docker save, of every age
    oci_archive,
    oci_layout,  ///< a folder
};

/// What an input is called in a message: "an OCI image config".
std::string_view name_of(Input input);

enum class Presence : std::uint8_t {
    absent,  ///< no such key
    null,    ///< the key is there, its value is null
    empty,   ///< "", [], {}
    given,
};

/// A value of the config. `value` is its default unless `given`.
template <typename T>
struct Field {
    Presence presence = Presence::absent;
    T value{};
    Node const* node = nullptr;  ///< the value in its text; nullptr when absent

    [[nodiscard]] bool is_given() const { return presence == Presence::given; }
    /// Of the value; without a source when absent.
    [[nodiscard]] Place place() const { return node == nullptr ? Place{} : node->place(); }
    [[nodiscard]] Place key_place() const { return node == nullptr ? Place{} : node->key_place(); }
};

/// A string of an array, or the name of an object's member.
struct Text {
    Mapped text;                 ///< maps back to the bytes of the source, escapes counted
    Place place;                 ///< with its quotes
    Node const* node = nullptr;  ///< the string; the member whose name it is

    [[nodiscard]] std::string_view view() const { return text.text(); }
};

/// "NAME=value" of Env, or a member of Labels.
struct NamedText {
    Mapped name;
    Mapped value;
    bool has_value = true;  ///< false: Env without "=", a label that is null
    Place name_place;
    Place value_place;           ///< of a label: with its quotes
    Node const* node = nullptr;  ///< the string of Env; the label's value
};

struct Healthcheck {
    Field<std::span<Text const>> test;  ///< ["NONE"], ["CMD", ...], ["CMD-SHELL", script]
    Field<std::int64_t> interval;       ///< in nanoseconds, as the others; 0: the engine's default
    Field<std::int64_t> timeout;
    Field<std::int64_t> start_period;
    Field<std::int64_t> start_interval;
    Field<std::int64_t> retries;
};

/// What a container of the image starts with. The list fields keep the order of the text.
struct Config {
    Field<Mapped> user;
    Field<std::span<NamedText const>> environment;
    Field<std::span<Text const>> entrypoint;
    Field<std::span<Text const>> cmd;
    Field<std::span<Text const>> shell;
    Field<Mapped> workdir;
    Field<std::span<Text const>> ports;    ///< 80, 80/tcp: names of the members
    Field<std::span<Text const>> volumes;  ///< paths: names of the members
    Field<std::span<NamedText const>> labels;
    Field<Healthcheck> healthcheck;
    Field<Mapped> stop_signal;
    Field<std::int64_t> stop_timeout;       ///< in seconds
    Field<std::span<Text const>> triggers;  ///< OnBuild: instructions
    Field<bool> args_escaped;
    // What Docker's older configs keep of the container that was committed.
    Field<Mapped> hostname;
    Field<Mapped> domainname;
    Field<bool> attach_stdin;
    Field<bool> attach_stdout;
    Field<bool> attach_stderr;
    Field<bool> tty;
    Field<bool> open_stdin;
    Field<bool> stdin_once;
    Field<bool> network_disabled;
    Field<Mapped> mac_address;
    // Reserved by the specification.
    Field<std::int64_t> memory;
    Field<std::int64_t> memory_swap;
    Field<std::int64_t> cpu_shares;
};

/// A step that made the image. `created_by` is what rules read: see section 7 of the build notes
/// for its shapes.
struct HistoryEntry {
    static constexpr std::uint32_t no_layer = ~std::uint32_t{0};

    Field<Mapped> created;
    Field<Mapped> created_by;
    Field<Mapped> author;
    Field<Mapped> comment;
    Field<bool> empty_layer;
    /// Bytes that the step added, where it is told (docker history); rounded there.
    std::optional<std::uint64_t> size;
    /// The layer that it made: index into Image::layers. no_layer: none, or it cannot be known.
    std::uint32_t layer = no_layer;
    Node const* node = nullptr;  ///< the entry's object
};

/// An entry of a layer's archive.
struct LayerFile {
    enum class Type : std::uint8_t {
        file,
        directory,
        symbolic_link,
        hard_link,
        character_device,
        block_device,
        fifo,
        whiteout,         ///< removes `path`, of a layer below
        opaque_whiteout,  ///< removes all that layers below have in the folder `path`
    };

    /// Relative to the root, without "./" and "/" at its start or end; "" is the root itself.
    std::string_view path;
    std::string_view link;  ///< what a link leads to, as written; a hard link's like `path`
    /// The bytes of a small file that rules read, such as /etc/passwd (see files_of_interest).
    std::optional<std::string_view> content;
    std::uint64_t size = 0;     ///< of a file, as a container sees it
    std::int64_t modified = 0;  ///< in seconds since 1970
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint16_t mode = 0;  ///< permission bits, setuid (04000), setgid (02000) and sticky (01000)
    Type type = Type::file;
    bool is_sparse = false;
    bool has_capabilities = false;  ///< security.capability is among its extended attributes

    [[nodiscard]] bool is_whiteout() const {
        return type == Type::whiteout || type == Type::opaque_whiteout;
    }
};

/// Paths whose bytes are kept, where a layer has them and they are at most 1 MiB.
inline constexpr std::string_view files_of_interest[] = {
    "etc/passwd", "etc/group", "etc/shadow", "etc/os-release", "usr/lib/os-release",
};

/// The entries of one layer's archive. Images of one input that have the layer share it.
struct FileList {
    std::vector<LayerFile> files;     ///< in the order of the archive; up to `problem`
    std::uint64_t unpacked_size = 0;  ///< of all files, as far as read
    std::string problem;              ///< why `files` is not all of it; empty when it is
    std::string digest;               ///< of the blob as it is kept; empty when it was not made
    bool is_packed = false;           ///< by gzip or zstd: then `digest` is no diff id
    Arena arena;                      ///< of the paths and contents
};

struct Layer {
    std::string_view diff_id;           ///< digest of the archive unpacked; empty when not known
    std::string_view digest;            ///< of the blob as it is kept; empty when not known
    std::string_view media_type;        ///< as a manifest says; empty when it does not
    std::string_view entry;             ///< where the input has it; empty when it does not
    std::optional<std::uint64_t> size;  ///< of the blob as it is kept
    Node const* node = nullptr;         ///< where a text names it: its diff id, or descriptor

    /// nullptr: nobody asked for it, or the input does not have the layer.
    FileList const* list = nullptr;

    [[nodiscard]] std::span<LayerFile const> files() const {
        return list == nullptr ? std::span<LayerFile const>{} : list->files;
    }
};

struct Platform {
    std::string_view os;
    std::string_view architecture;
    std::string_view variant;
    std::string_view os_version;
};

/// One image. Views point into `documents` and `arena`; it is neither copied nor moved.
struct Image {
    Image() = default;
    Image(Image const&) = delete;
    Image& operator=(Image const&) = delete;

    Input input = Input::oci_config;
    /// References that it is known by: repository:tag, or what an index calls it.
    std::vector<std::string> names;
    std::string id;  ///< digest of the config, "sha256:..."; empty when not known
    Platform platform;
    Field<Mapped> os;
    Field<Mapped> architecture;
    Field<Mapped> variant;
    Field<Mapped> os_version;
    Field<Mapped> created;
    Field<Mapped> author;
    Field<Mapped> comment;
    Field<Mapped> docker_version;

    /// Absent for history_lines alone; null or an empty object is a config that sets nothing, and
    /// so is one that a text leaves out, which stands for it then.
    Field<Config> config;
    Field<std::span<HistoryEntry const>> history;  ///< the base's first
    std::span<Layer const> layers;                 ///< the base's first
    std::optional<std::uint64_t> size;             ///< of all layers unpacked, where a text says it

    /// The text with the config; that with the history where there is no config. Findings that are
    /// about the whole image stand in it.
    std::shared_ptr<Document const> document;
    /// All texts that values stand in, `document` among them; images of one input share them.
    std::vector<std::shared_ptr<Document const>> documents;
    std::vector<std::shared_ptr<FileList const>> lists;  ///< of the layers
    /// What was made while reading: texts that no document has as one piece.
    Arena arena;
    std::vector<std::shared_ptr<Arena const>> arenas;  ///< the same, shared by images of one input

    [[nodiscard]] bool is_windows() const { return platform.os == "windows"; }
    /// The text that a place is in; nullptr when it is in none of this image.
    [[nodiscard]] Document const* document_of(Source const* source) const {
        for (auto const& each : documents) {
            if (&each->source == source) return each.get();
        }
        return nullptr;
    }
};

/// What an input held.
struct Images {
    Input input = Input::oci_config;
    std::vector<std::shared_ptr<Image const>> images;
    /// What could not be read though the rest could, and what was left out: for the user to know.
    std::vector<std::string> notes;
};

}  // namespace dockcheck::image
