// The file of the build context that a container starts, and the commands in it when it is a shell
// script.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {

struct StartScript {
    Command const* command = nullptr;  ///< of the start
    Argument const* word = nullptr;    ///< that names the file
    std::string path;                  ///< absolute, in the image
    std::string context_path;
    Source const* source = nullptr;
    Transfer const* transfer = nullptr;  ///< what put it there
    bool is_run_by_shell = false;        ///< `sh file`: it needs no x bit and no `#!`
    std::span<Argument const> words;     ///< that it is started with
    std::string_view interpreter_line;   ///< behind `#!`, without blanks around; may end in \r
    std::string_view interpreter;        ///< the program that reads it, without folder; or empty
    std::span<Command const> commands;   ///< of a shell script; their spans are in `source`
    /// The last command when it certainly is the one that stays: at the top level, in the
    /// foreground, no part of a pipe.
    Command const* last = nullptr;

    /// True for `"$@"`: the script runs the words that it is started with.
    [[nodiscard]] static bool is_all_words(Argument const& argument);
};

/// Nothing when the start is uncertain, runs no file of the context, or several commands.
std::optional<StartScript> start_script(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
