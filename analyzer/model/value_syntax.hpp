// The small languages of values, for rules: ports, platforms and signals.
#pragma once

#include "analyzer/syntax/dockerfile/platform.hpp"  // IWYU pragma: export
#include "analyzer/syntax/dockerfile/port.hpp"      // IWYU pragma: export
#include "analyzer/syntax/dockerfile/signal.hpp"    // IWYU pragma: export
