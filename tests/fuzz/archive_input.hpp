// An archive taken from one input.
#pragma once

#include <string_view>
#include <vector>

#include "tests/support/tar_archive.hpp"

namespace dockcheck::test {

/// The input is texts behind lines `=== NAME`; one of the name `blob` is kept under its digest, and
/// "@0", "@1" and so on in the texts behind it is the digest of a blob.
std::vector<TarFile> files_in(std::string_view input);

}  // namespace dockcheck::test
