// Under which the grammars of scripts find their state.
#pragma once

namespace dockcheck::script_grammar {

struct state_tag;

}  // namespace dockcheck::script_grammar
