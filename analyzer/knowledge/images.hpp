// What well-known images bring: user, folder, start command, shell.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dockcheck::knowledge {

/// What /bin/sh is.
enum class ShellKind : std::uint8_t { unknown, none, dash, bash, busybox, cmd };

enum class ImageFamily : std::uint8_t {
    unknown,
    debian,
    ubuntu,
    alpine,
    rpm,
    busybox,
    wolfi,
    distroless,
    scratch,
    windows,
};

/// Whether processes of the image run as root when nothing else is said.
enum class Rights : std::uint8_t { unknown, root, not_root };

/// One row of official_images.tsv. A setting is its text, "" when certainly not set, or nullopt
/// when it is not known for all releases that the row stands for.
struct KnownImage {
    std::string_view name;     ///< of Docker Hub without "library/", or with its registry; may hold
                               ///< a `*` at either end
    std::string_view variant;  ///< parts of the tag and a range of versions that the row stands
                               ///< for, or empty
    Rights rights = Rights::unknown;
    std::optional<std::string_view> user;
    std::optional<std::string_view> workdir;
    std::optional<std::string_view> entrypoint;  ///< words separated by `|`
    std::optional<std::string_view> cmd;         ///< words separated by `|`
    ShellKind shell = ShellKind::unknown;
    ImageFamily family = ImageFamily::unknown;
    std::string_view environment;  ///< names separated by blanks; `X*` for all beginning with X
};

/// The image's name as the tables have it: without the aliases of Docker Hub, "library/", mirrors
/// of the official images and the prefixes for platforms (arm64v8/python -> python).
std::string_view canonical_name(std::string_view name);

/// What is known about an image, or nullptr. `name` is a whole name ("python",
/// "gcr.io/distroless/base"), `tag` its tag, empty for none. Do not ask when the tag is not known
/// or only a digest is given: the row could be that of another variant.
KnownImage const* known_image(std::string_view name, std::string_view tag);

/// Whether the image may set the environment variable. True when that is not certain.
bool sets_environment(KnownImage const& image, std::string_view variable);

/// Takes the first word off an entrypoint or cmd.
std::string_view take_word(std::string_view& command);

}  // namespace dockcheck::knowledge
