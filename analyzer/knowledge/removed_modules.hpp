// Modules of Python's own library that newer releases no longer have.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dockcheck::knowledge {

struct RemovedModule {
    std::string_view name;
    std::uint32_t minor = 0;   ///< of the first Python 3 without it
    std::string_view instead;  ///< what to install or write, as the end of a sentence
};

std::span<RemovedModule const> removed_modules();

}  // namespace dockcheck::knowledge
