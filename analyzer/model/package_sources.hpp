// Whether a package manager still asks the servers that its image came with.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// Whether lists of other servers, beside those of the image, are a change: they bring packages,
/// but the servers of the image are asked all the same.
enum class OtherLists : std::uint8_t { count, do_not_count };

/// True when something in front of a command, in its stages, may have changed where packages come
/// from: one of the words is mentioned, a file is put into a folder of the system, files of the
/// builder are mounted, a program runs that may do anything, or a trigger of a parent stage is
/// there. Words are compared without case.
bool may_have_other_sources(Build const& build, Stage const& stage, Command const& command,
                            std::span<std::string_view const> words,
                            OtherLists lists = OtherLists::count);

}  // namespace dockcheck::model
