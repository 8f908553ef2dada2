// How a word of an install names a package, a version, a local project or a URL.
#pragma once

#include <string_view>

#include "analyzer/model/package_tables.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

/// Something to be downloaded from an address.
bool is_url(std::string_view text);

/// The file name of a built package: .whl, .tar.gz, .deb.
bool is_archive_name(std::string_view text);

/// A path of a folder or file: `.`, `./lib`, `x.whl`.
bool is_local_project(Argument const& argument, Spelling spelling);

/// Name and version as far as they are certain.
Package package_of(Argument const& argument, Spelling spelling);

}  // namespace dockcheck::model
