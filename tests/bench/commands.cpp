// Whole programs side by side: how long each takes from its start to its end.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/bench.hpp"

namespace dockcheck::bench {
namespace {

struct NamedCommand {
    std::string name;
    std::vector<std::string> words;
};

/// What stands behind each "--": a name, and the words of the command.
std::vector<NamedCommand> commands_of(std::span<std::string const> words) {
    std::vector<NamedCommand> commands;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--" && i + 1 < words.size()) {
            commands.push_back({words[++i], {}});
        } else if (!commands.empty()) {
            commands.back().words.push_back(words[i]);
        }
    }
    return commands;
}

}  // namespace

int measure_commands(std::span<std::string const> words) {
    auto const rounds = std::max(std::atoi(words[0].c_str()), 1);
    auto const commands = commands_of(words.subspan(1));
    std::vector<Series> wall;
    std::vector<Series> processor;
    std::vector<Series> memory;
    for (auto const& command : commands) {
        if (command.words.empty()) return 2;
        wall.emplace_back(command.name);
        processor.emplace_back(command.name);
        memory.emplace_back(command.name);
    }
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < commands.size(); ++i) {
            auto const ended = run_program(commands[i].words);
            wall[i].add(ended.wall);
            processor[i].add(ended.processor);
            memory[i].add(ended.memory);
        }
    }
    print_table(wall, "us by the clock", 1e3, 0);
    print_table(processor, "us of processor", 1e3, 0);
    print_table(memory, "MB of memory", 1e6, 1);
    return 0;
}

}  // namespace dockcheck::bench
