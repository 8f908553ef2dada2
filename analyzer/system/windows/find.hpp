// What the system's search functions say of a name.
#pragma once

#include "analyzer/system/disk.hpp"
#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::system {

/// The system's handle of a file that the C library has opened.
HANDLE handle_of(int file);

/// What an open file is.
Status status_by(HANDLE file);

/// What an entry of a folder is; a junction is a link.
Kind kind_in(WIN32_FIND_DATAW const& data);

/// The entries of a folder by its name for the system.
std::optional<std::vector<Entry>> read_entries(std::wstring const& folder);

}  // namespace dockcheck::system
