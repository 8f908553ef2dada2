// The compiled part of toml++; everybody else includes declarations alone (TOML_HEADER_ONLY=0).

// toml++ 3 takes its assertions for true where NDEBUG is set, and one of them does not hold for a
// file with
// `[?]` in it. Without them it gives a proper error.
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
