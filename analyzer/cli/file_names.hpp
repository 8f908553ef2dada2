// What the name of a file says about it.
#pragma once

#include <cstdint>
#include <string_view>

namespace dockcheck::cli {

enum class NameKind : std::uint8_t {
    dockerfile,  ///< Dockerfile, Containerfile, X.Dockerfile, Dockerfile.X, Dockerfile-X, ...
    doubtful,    ///< such a name with the ending of a source file: dockerfile_parser.go
    template_file,
    document,     ///< *.md
    ignore_file,  ///< *.dockerignore
    other,
};

/// Judges the last part of a path, letters compared without case.
NameKind name_kind(std::string_view name);

/// Whether the first line that is neither blank nor a comment begins with FROM or ARG, which
/// decides over doubtful names.
bool begins_like_a_dockerfile(std::string_view text);

/// Folders that are never walked into.
bool is_skipped_folder(std::string_view name);

}  // namespace dockcheck::cli
