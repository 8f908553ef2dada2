// The program `dockcheck`.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/system/start.hpp"

namespace {

int guarded_run(std::span<char const* const> words) {
    using namespace dockcheck::cli;
    try {
        return run(words);
    } catch (std::exception const& error) {
        say_error(error.what());
        return exit_trouble;
    }
}

}  // namespace

int main(int count, char** words) {
    int status = 0;
    {
        dockcheck::system::Program const program(count, words);
        status = guarded_run(program.words());
        (void)std::fflush(nullptr);
    }
    // Giving memory back piece by piece would only take time.
    std::_Exit(status);
}
