// Little is to be done: words and bytes are what they are.
#include "analyzer/system/start.hpp"

#include <csignal>
#include <cstddef>
#include <cstdlib>

extern char** environ;  // NOLINT(readability-redundant-declaration): not on every system

namespace dockcheck::system {

struct Program::Kept {};

Program::Program(int count, char const* const* words) {
    // A closed pipe is seen by the write that fails.
    (void)std::signal(SIGPIPE, SIG_IGN);
    // So is a file that may not become so large.
    (void)std::signal(SIGXFSZ, SIG_IGN);
    auto const first = count > 0 ? 1 : 0;
    words_ = {words + first, static_cast<std::size_t>(count - first)};
}

Program::~Program() = default;

std::optional<std::string> variable(std::string const& name) {
    char const* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

bool has_variables(std::string_view prefix) {
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        if (std::string_view(*variable).starts_with(prefix)) return true;
    }
    return false;
}

}  // namespace dockcheck::system
