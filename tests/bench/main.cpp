// The benchmark's program; scripts/bench says what it is started with.
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/bench.hpp"

int main(int count, char** words) {
    using namespace dockcheck::bench;
    std::vector<std::string> const given(words + 1, words + count);
    if (given.size() == 3 && given[0] == "files") return measure_files(given[1], given[2]);
    if (given.size() == 2 && given[0] == "large") return measure_large(given[1]);
    if (given.size() >= 4 && given[0] == "commands") {
        return measure_commands(std::span(given).subspan(1));
    }
    std::fprintf(stderr,
                 "usage: dockcheck_bench files LIST PROGRAM\n"
                 "       dockcheck_bench large LIST\n"
                 "       dockcheck_bench commands ROUNDS -- NAME COMMAND... -- NAME COMMAND...\n");
    return 2;
}
