// Signals of STOPSIGNAL.
#pragma once

#include <string_view>

namespace dockcheck::dockerfile {

/// A signal as moby/sys reads it: a number that is not 0, or a Linux name with or without SIG in
/// any case, RTMIN+0 to 15 and RTMAX-0 to 14 included.
bool is_signal(std::string_view text);

}  // namespace dockcheck::dockerfile
