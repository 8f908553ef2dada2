// Images whose ENTRYPOINT is a program itself, not a script that hands over to a command.
#pragma once

#include <optional>
#include <string_view>

namespace dockcheck::knowledge {

struct BareEntrypoint {
    std::string_view program;  ///< without folder
    std::string_view shown;    ///< what somebody would call it: `java -jar`
    /// What the files that it runs end in, words between blanks; empty for no interpreter.
    std::string_view endings;
};

/// The entrypoint of an image, by its name without tag.
std::optional<BareEntrypoint> bare_entrypoint(std::string_view image);

}  // namespace dockcheck::knowledge
