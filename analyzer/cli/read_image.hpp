// Reading an input that is an image, not a Dockerfile.
#pragma once

#include "analyzer/cli/check_file.hpp"

namespace dockcheck::cli {

/// Reads the images of a file or of an OCI layout folder; without layers' lists of files where no
/// rule asks for them.
Result<void> read_images(FileCheck& check, Input const& input);

/// Reads a Dockerfile or an image from standard input: its first bytes decide.
Result<void> read_standard_input(FileCheck& check, Input const& input);

}  // namespace dockcheck::cli
