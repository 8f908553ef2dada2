// What is said of a program that gave no answer.
#include "analyzer/external/program.hpp"

namespace dockcheck::external {

std::string_view failure_text(Failure failure) {
    if (failure == Failure::not_started) return "cannot be started";
    if (failure == Failure::too_slow) return "takes too long";
    return failure == Failure::too_much ? "writes too much" : std::string_view();
}

}  // namespace dockcheck::external
