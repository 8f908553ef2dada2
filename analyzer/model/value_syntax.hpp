// The small languages of values, for rules: ports and platforms.
#pragma once

#include "analyzer/syntax/dockerfile/platform.hpp"  // IWYU pragma: export
#include "analyzer/syntax/dockerfile/port.hpp"      // IWYU pragma: export
