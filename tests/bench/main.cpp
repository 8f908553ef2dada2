// The benchmark's program; scripts/bench says what it is started with.
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/bench.hpp"

int main(int count, char** words) {
    using namespace dockcheck::bench;
    std::vector<std::string> const given(words + 1, words + count);
    if (given.size() == 3 && given[0] == "files") return measure_files(given[1], given[2]);
    if (given.size() >= 3 && given[0] == "start") return measure_start(std::span(given).subspan(1));
    std::fprintf(stderr,
                 "usage: dockcheck_bench files LIST PROGRAM\n"
                 "       dockcheck_bench start FILE PROGRAM...\n");
    return 2;
}
