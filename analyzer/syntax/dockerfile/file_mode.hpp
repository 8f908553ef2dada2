// Modes of COPY and ADD --chmod.
#pragma once

#include <string_view>

namespace dockcheck::dockerfile {

/// A mode that BuildKit accepts: octal up to 07777, or symbolic as chmod(1) has it. The empty text
/// is accepted and means none.
bool is_file_mode(std::string_view text);

}  // namespace dockcheck::dockerfile
