// Whether a script goes on behind failures by its own will.
#pragma once

#include "analyzer/model/shell_script.hpp"

namespace dockcheck::model {

/// True when the script says `set +e` or `set +o errexit` somewhere.
bool turns_errexit_off(ShellScript const& script);

}  // namespace dockcheck::model
