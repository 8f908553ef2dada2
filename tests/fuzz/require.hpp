// How a fuzz target says that something is not so.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace dockcheck::test {

/// Ends the program unless `holds`, so that libFuzzer keeps the input.
inline void require(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "not so: %s\n", what);
    std::abort();
}

}  // namespace dockcheck::test
