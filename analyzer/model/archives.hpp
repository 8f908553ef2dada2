// Files that one command brings and another one reads: downloads, archives that are unpacked.
#pragma once

#include <optional>
#include <span>

#include "analyzer/model/command.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

/// The word of tar that names the archive it unpacks, or nullptr.
Argument const* unpacked_by_tar(Command const& command);

/// The same for unzip and bsdtar as well.
Argument const* unpacked_by(Command const& command);

/// A file that curl or wget writes: its name as the command sees it, and the word that says so.
struct SavedFile {
    Value name;
    Span span;
};
std::span<SavedFile const> files_saved_by(Command const& command, Arena& arena);

}  // namespace dockcheck::model
