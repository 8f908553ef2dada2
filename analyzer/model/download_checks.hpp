// Whether a RUN compares what it fetches with what it expects.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when a command behind a download in the same RUN fails where the file is another one:
/// `sha256sum -c`, `gpg --verify`. A check that certainly is about other files does not count.
bool is_checked_behind(Build const& build, Stage const& stage, Command const& download);
/// The same, and the RUN stops when that command fails.
bool is_surely_checked_behind(Build const& build, Stage const& stage, Command const& download);

/// True when the file goes to /dev/null: an answer of which the headers alone are read.
bool is_thrown_away(Command const& download, Arena& arena);

}  // namespace dockcheck::model
