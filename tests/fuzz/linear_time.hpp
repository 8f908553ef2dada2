// Time that grows as the input does.
#pragma once

#include <string_view>

#include "analyzer/text/function_ref.hpp"

namespace dockcheck::test {

/// Now and then repeats the input until it has `size` bytes, and eight times that, and ends the
/// program when the work takes far more than eight times as long.
void require_linear(std::string_view input, std::size_t size,
                    FunctionRef<void(std::string_view)> work);

}  // namespace dockcheck::test
