// What lies below /root, which is closed to all other accounts.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when something in an image may let other accounts into /root.
bool may_open_home(Build const& build, Stage const& stage);

/// Where a program that is started without its folder certainly lies, and nowhere else.
struct ClosedProgram {
    std::string folder;                             ///< below /root; empty: not so
    ast::Instruction const* instruction = nullptr;  ///< that puts it there
    bool is_of_packages = false;  ///< the program is Python itself, and its packages lie there
};

/// Looks at the folders of the PATH below /root, and at what is put there by pip install --user, a
/// COPY of such a folder, or the installers of a few tools.
ClosedProgram program_in_closed_home(Build const& build, Stage const& stage,
                                     Command const& command);

}  // namespace dockcheck::model
