// Files that are named to be checked and are no Dockerfiles.
#pragma once

#include <string>

namespace dockcheck::cli {

/// What a file is that cannot be checked, and what to name instead, as the text of an error: a
/// compose file, a manifest, TOML or a requirements file. Empty for a file that may be a Dockerfile
/// or an image, and for one that cannot be read. A file without such a name is not opened.
std::string why_no_dockerfile(std::string const& path);

}  // namespace dockcheck::cli
