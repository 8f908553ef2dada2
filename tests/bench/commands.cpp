// How long it takes to start a program, let it read one small file, and see it end.
#include "tests/bench/bench.hpp"

namespace dockcheck::bench {

int measure_start(std::span<std::string const> words) {
    constexpr int rounds = 300;
    auto const& file = words[0];
    std::vector<Series> wall;
    std::vector<Series> processor;
    std::vector<std::vector<std::string>> commands;
    for (auto const& program : words.subspan(1)) {
        auto const name = program.substr(program.rfind('/') + 1);
        wall.emplace_back(name);
        processor.emplace_back(name);
        commands.push_back({program});
        if (name.starts_with("dockcheck"))
            commands.back().insert(commands.back().end(), {"--isolated", "-q"});
        commands.back().push_back(file);
    }
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < commands.size(); ++i) {
            auto const ended = run_program(commands[i]);
            wall[i].add(ended.wall);
            processor[i].add(ended.processor);
        }
    }
    print_table(wall, "us by the clock", 1e3, 0);
    print_table(processor, "us of processor", 1e3, 0);
    return 0;
}

}  // namespace dockcheck::bench
