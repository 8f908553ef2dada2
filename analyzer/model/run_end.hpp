// The end of a RUN, where one more command can be put.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

struct Appended {
    std::uint32_t offset = 0;  ///< in the source
    std::string text;          ///< to be inserted there: ` && command`, on a line of its own where
                               ///< the other commands have theirs
};

/// Puts a command behind all others of a RUN, to run when they have succeeded; nullopt where that
/// is not certain: the exec form, heredocs, comments, text that is not understood.
std::optional<Appended> append_command(Build const& build, ast::Instruction const& run,
                                       std::string_view command);

}  // namespace dockcheck::model
