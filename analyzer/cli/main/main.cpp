// The program `dockcheck`.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/messages.hpp"

namespace {

int guarded_run(int count, char const* const* words) {
    using namespace dockcheck::cli;
    auto const first = count > 0 ? 1 : 0;
    try {
        return run({words + first, static_cast<std::size_t>(count - first)});
    } catch (std::exception const& error) {
        say_error(error.what());
        return exit_trouble;
    }
}

}  // namespace

int main(int count, char** words) {
#ifdef SIGPIPE
    // A closed pipe is seen by the write that fails.
    (void)std::signal(SIGPIPE, SIG_IGN);
#endif
    auto const status = guarded_run(count, words);
    (void)std::fflush(nullptr);
    // Giving memory back piece by piece would only take time.
    std::_Exit(status);
}
