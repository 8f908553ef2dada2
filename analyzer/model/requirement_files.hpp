// Requirements files that pip and uv are given, and where they lie in the build context.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

struct RequirementFile {
    enum class State : std::uint8_t {
        unknown,
        found,    ///< a file of the context
        missing,  ///< certainly not there when it is read
    } state = State::unknown;
    Mapped written;            ///< the path in the word, without `-r` and `--requirement=`
    std::string path;          ///< absolute, in the image
    std::string context_path;  ///< found: the file; missing: where it would come from, or empty
    /// Of a missing file: one of a near name in the same folder of the image, as a path in the
    /// context; or empty.
    std::string near_path;
    /// What put it there; of a missing file: what filled its folder, or nullptr.
    Transfer const* transfer = nullptr;
};

/// The file of `-r` or `-c`, as a command of a RUN reads it.
RequirementFile requirement_file(Build const& build, Stage const& stage, Command const& command,
                                 Argument const& argument);

}  // namespace dockcheck::model
